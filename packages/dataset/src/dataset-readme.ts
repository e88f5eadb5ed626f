import { tablesIn, type ConditionFacts, type DatasetFacts } from './dataset-facts.ts';
import { datasetFileNames } from './file-names.ts';

/** The README of a data set: what it is, which files there are, how the score is computed from them, what the exclusion reasons mean. */
export function datasetReadme(facts: DatasetFacts): string {
  const { studyTitle, question, task, conditions, exclusionReasons, bootstrap, authors, licence } = facts;
  const files = datasetFileNames({ studyTitle, taskName: task.name });
  const percent = (share: number): string => `${Number((100 * share).toFixed(2))} %`;
  return `# ${oneLine(studyTitle)}

${task.title}: ${oneLine(task.summary)} Raters were asked: "${oneLine(question)}" The pictures are IRIs (identically represented inputs):
images that a neural network represents like a photograph, their target. Where raters see an IRI as the network does, the
network's invariance is shared by them: the outcome is 1.

| condition | network | layer | objective | images are prepared by | SHA-256 of the network's file |
|---|---|---|---|---|---|
${conditions.map(conditionLine).join('\n')}

${authors.length === 0 ? 'Authors: not given.' : `Authors: ${authors.map(oneLine).join('; ')}.`} ${licence === '' ? 'Licence of the data set: not given.' : `Licence of the data set: ${oneLine(licence)}.`}
Images have licences of their own: \`${files.tables.images}\`.

## Files
${tablesIn(facts).map(({ name, meaning }) => `- \`${files.tables[name]}\`: ${meaning}`).join('\n')}
- \`${files.dictionary}\`: type, unit, range and meaning of every column of every table. \`${files.description}\` says the same (Psych-DS 1.5).
- \`${files.configuration}\`: what raters saw and how they are judged; its SHA-256 as canonical JSON is \`configuration_hash\`,
  unless an earlier version of Lookalike made the study.
- \`${files.study}\`: the study as it was frozen, with its conditions, stimuli and runs. With it \`lookalike analyse <this file>\` computes every result anew, without a server.
- \`${files.analysis}\`: what else is needed to make every number again: thresholds, level of the intervals, seed and draws of the bootstrap of earlier versions, places, reward.
- \`${files.stimuli}/\`: every picture that the study can show, named by the SHA-256 of its file, as the columns that end in \`_hash\` name it.
- \`${files.contactSheet}\`: every target with its seed and what the conditions show.

Tables are CSV by RFC 4180: UTF-8 without byte-order mark, lines end in CRLF, an empty cell means missing, times are UTC (ISO 8601).
A text that a spreadsheet would run as a formula has an apostrophe in front; numbers never do. Tables are joined by the columns that
end in \`_id\`. ${facts.hasComments ? 'The comments may be personal.' : 'What raters wrote is not in it, as it may be personal.'}

## The score
Keep items with \`phase\` = main, \`role\` = scored, \`is_excluded\` = false, \`is_test\` = false, and either people
(\`is_simulated\` = false) or programs, never both. The score of a condition is the mean of \`outcome\`; guessing gives \`chance\`.
Raters and targets are both samples: a model wants random intercepts of rater and target, and of both by condition, or a difference of
conditions looks surer than it is. Items with one \`trial_id\` were answered together. Lookalike's own intervals, at ${percent(bootstrap.level)}, are beta intervals
for the effective number of trials; those of version 0.1 were at first a two-way bootstrap, ${bootstrap.draws} draws from the seed "${oneLine(bootstrap.randomSeed)}".

\`\`\`r
items <- read.csv("${files.tables.items}", na.strings = "")
main <- subset(items, phase == "main" & role == "scored" & !as.logical(is_excluded) & !as.logical(is_test) & !as.logical(is_simulated))
aggregate(outcome ~ condition_name, main, mean)
\`\`\`

\`\`\`python
import pandas as pd
items = pd.read_csv("${files.tables.items}")
main = items[(items.phase == "main") & (items.role == "scored") & ~items.is_excluded & ~items.is_test & ~items.is_simulated]
print(main.groupby("condition_name").outcome.mean())
\`\`\`

## Exclusion reasons
They flag whole sessions; nothing has been removed. The study's rules and their limits were fixed before the first rater came.
- \`incomplete\`: not every planned trial was answered.
${exclusionReasons.map(({ reason, definition }) => `- \`${reason}\`: ${definition}.`).join('\n')}
- \`by_hand\`: an experimenter excluded the session; the table of sessions says why.

Study ${facts.studyId}, version ${facts.studyVersion}, configuration ${facts.configurationHash}. Written ${facts.writtenAt.toISOString()} by Lookalike ${facts.appVersion}.
`;
}

/** The content of CHANGES: what this file is a version of. A later export of the same study may have more rows. */
export function datasetChanges({ studyId, studyVersion, writtenAt, appVersion }: DatasetFacts): string {
  return `${writtenAt.toISOString()}\n  - Data set of study ${studyId}, version ${studyVersion}, written by Lookalike ${appVersion}.\n`;
}

function conditionLine({ name, reference, networkName, layer, objective, preprocessing, networkFileHash }: ConditionFacts): string {
  const shown = reference === undefined ? [networkName, layer, objective, preprocessing, networkFileHash] : [`(reference: ${reference})`];
  return `| ${[name, ...Array.from({ length: 5 }, (_, index) => shown[index] ?? '')].map(tableCell).join(' | ')} |`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function tableCell(text: string): string {
  return oneLine(text).replaceAll('|', '\\|');
}
