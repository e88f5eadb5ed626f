import { datasetFileNames } from './file-names.ts';
import type { DatasetFacts } from './dataset-description.ts';

/** The README of a data set: what it is, how the score is computed from it, what the exclusion reasons mean. */
export function datasetReadme(facts: DatasetFacts): string {
  const { studyTitle, question, networks, exclusion } = facts;
  const files = datasetFileNames(studyTitle);
  const percent = (share: number): string => `${Number((100 * share).toFixed(2))} %`;
  return `# ${oneLine(studyTitle)}

Raters saw three images and answered: "${oneLine(question)}" In a comparison the upper image is an IRI (identically represented
input): an image that a neural network represents like a photograph, its target. The lower two are that target and the
seed from which the IRI was made. Choosing the target means that the network's invariance is shared by the rater.

| network | layer | objective | images are prepared by | SHA-256 of the network's file |
|---|---|---|---|---|
${networks.map(({ name, layer, objective, preprocessing, fileHash }) => `| ${[name, layer, objective, preprocessing, fileHash].map(tableCell).join(' | ')} |`).join('\n')}

## Files
- \`${files.data}\`: a row for every trial that was presented and answered, practice and flagged sessions included.
  CSV by RFC 4180: UTF-8 without byte-order mark, lines end in CRLF, an empty cell means missing, times are UTC (ISO 8601).
  A text that a spreadsheet would run as a formula has an apostrophe in front; numbers never do.
- \`${files.dictionary}\`: type, unit, range and meaning of every column. \`${files.description}\` says the same (Psych-DS 1.5).
- \`${files.contactSheet}\`: every target with its seed and IRIs.

## The score
Keep rows with \`phase\` = main, \`trial_type\` = comparison, \`excluded\` = false, \`is_test\` = false, and either people
(\`is_simulated\` = false) or programs, never both. The alignment score of a network is the mean of \`aligned\`; guessing gives 0.5.
Raters and targets are both samples: resample both (two-way bootstrap), or fit a model with crossed random effects.

\`\`\`r
trials <- read.csv("${files.data}", na.strings = "")
main <- subset(trials, phase == "main" & trial_type == "comparison" & !as.logical(excluded) & !as.logical(is_test) & !as.logical(is_simulated))
aggregate(aligned ~ network_name, main, mean)
\`\`\`

\`\`\`python
import pandas as pd
trials = pd.read_csv("${files.data}")
main = trials[(trials.phase == "main") & (trials.trial_type == "comparison") & ~trials.excluded & ~trials.is_test & ~trials.is_simulated]
print(main.groupby("network_name").aligned.mean())
\`\`\`

## Exclusion reasons
They flag whole sessions, judged on the main phase; nothing has been removed.
- \`incomplete\`: not every planned trial was answered.
- \`catch_failed\`: fewer than ${percent(exclusion.catchPassShare)} of the catch trials were passed.
- \`too_fast\`: more than ${percent(exclusion.tooFastShare)} of the answers came in under ${exclusion.minimumResponseTimeMs} ms.
- \`one_sided\`: at least ${percent(exclusion.oneSidedShare)} of ${exclusion.oneSidedMinimumCount} or more answers were on the same side.

Study ${facts.studyId}, version ${facts.studyVersion}, configuration ${facts.configurationHash}. Written ${facts.writtenAt.toISOString()} by Lookalike ${facts.appVersion}.
`;
}

/** The content of CHANGES: what this file is a version of. A later export of the same study may have more rows. */
export function datasetChanges({ studyId, studyVersion, writtenAt, appVersion }: DatasetFacts): string {
  return `${writtenAt.toISOString()}\n  - Data set of study ${studyId}, version ${studyVersion}, written by Lookalike ${appVersion}.\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function tableCell(text: string): string {
  return oneLine(text).replaceAll('|', '\\|');
}
