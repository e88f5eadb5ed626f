import { brmsScript } from '@lookalike/alignment';
import { datasetFileNames, factorColumnName } from '@lookalike/dataset';
import type { FrozenStudy } from '@lookalike/study';
import type { AnsweredCondition } from '../counted-answers.ts';
import { NOT_STATED, type DesignFactor } from '../effects/factor-design.ts';
import type { AnalysisSettings } from '../section.ts';

export interface BrmsOf {
  readonly conditions: readonly AnsweredCondition[];
  /** Those of the main model; empty: the conditions themselves. */
  readonly factors: readonly DesignFactor[];
  readonly settings: AnalysisSettings;
}

const kinds: Readonly<Record<AnalysisSettings['raterKind'], string>> = { person: ' & !is_test & !is_simulated', simulated: ' & is_simulated', test: ' & is_test', all: '' };
const ANSWERS = 'answers-of-the-model.csv';

/**
 * The main model as a script for R's brms: it takes the same answers from the table of items of the exported data set, in whose folder it runs.
 * @throws alignment.bad_column for a factor that R and Stan cannot name.
 */
export function brmsOf({ configuration }: FrozenStudy, { conditions, factors, settings }: BrmsOf): string {
  const { items } = datasetFileNames({ studyTitle: configuration.title, taskName: configuration.task.name }).tables;
  const fixed = factors.length === 0 ? ['condition_name'] : factors.map(({ name }) => factorColumnName(name));
  const model = brmsScript({ file: ANSWERS, outcome: 'outcome', fixed, random: ['participant_id', 'target_id', 'participant_id:condition_id', 'target_id:condition_id'], seed: 1 });
  return `# Run this in the folder of the exported data set: it takes the answers of the mixed model from there.
items <- read.csv(${quoted(items)}, na.strings = "", encoding = "UTF-8")
for (column in c("is_excluded", "is_test", "is_simulated")) items[[column]] <- as.logical(items[[column]])
conditions <- c(
  ${conditions.map(({ condition }) => quoted(condition.conditionId)).join(',\n  ')}
)
# Only hits and misses are single answers: those that count one half are left out.
kept <- subset(items, phase == "main" & role == "scored" & outcome %in% c(0, 1) & condition_id %in% conditions${kinds[settings.raterKind]}${settings.include === 'passed' ? ' & !is_excluded' : ''})
for (column in c(${fixed.map(quoted).join(', ')})) kept[[column]][is.na(kept[[column]])] <- ${quoted(NOT_STATED)}
write.csv(kept, ${quoted(ANSWERS)}, row.names = FALSE, na = "")

${model}`;
}

/** As R reads it. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
