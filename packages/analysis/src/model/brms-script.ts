import { datasetFileNames, factorColumnName } from '@lookalike/dataset';
import type { FrozenStudy } from '@lookalike/study';
import type { AnsweredCondition } from '../counted-answers.ts';
import { NOT_STATED, type DesignFactor } from '../effects/factor-design.ts';
import type { AnalysisSettings } from '../section.ts';

const kinds: Readonly<Record<AnalysisSettings['raterKind'], string>> = { person: ' & !is_test & !is_simulated', simulated: ' & is_simulated', test: ' & is_test', all: '' };

/** The main model as a script for R's brms, which reads the table of items of the exported data set. @param factors those of the main model; empty: the conditions themselves */
export function brmsScript({ configuration }: FrozenStudy, { conditions, factors, interactions, settings }: { readonly conditions: readonly AnsweredCondition[]; readonly factors: readonly DesignFactor[]; readonly interactions: readonly (readonly [DesignFactor, DesignFactor])[]; readonly settings: AnalysisSettings }): string {
  const file = datasetFileNames({ studyTitle: configuration.title, taskName: configuration.task.name }).tables.items;
  const columns = factors.map(({ name }) => factorColumnName(name));
  const fixed = columns.length === 0 ? ['condition_name'] : columns;
  return `# The mixed model of this study as a Bayesian one. Run it in the folder of the exported data set.
library(brms)

items <- read.csv(${quoted(file)}, na.strings = "", encoding = "UTF-8")
for (name in c("is_excluded", "is_test", "is_simulated")) items[[name]] <- as.logical(items[[name]])
conditions <- c(
  ${conditions.map(({ condition }) => quoted(condition.conditionId)).join(',\n  ')}
)
# bernoulli() takes hits and misses only: answers that count one half are left out.
kept <- subset(items, phase == "main" & role == "scored" & outcome %in% c(0, 1) & condition_id %in% conditions${kinds[settings.raterKind]}${settings.include === 'passed' ? ' & !is_excluded' : ''})
for (name in c(${fixed.map(quoted).join(', ')})) {
  values <- as.character(kept[[name]])
  values[is.na(values)] <- ${quoted(NOT_STATED)}
  kept[[name]] <- factor(values)
}

model <- brm(
  outcome ~ ${fixed.join(' + ')} +
    (1 | participant_id) + (1 | target_id) +
    (1 | participant_id:condition_id) + (1 | target_id:condition_id),
  data = kept, family = bernoulli(),
  prior = c(prior(normal(0, 2.5), class = b), prior(student_t(3, 0, 1), class = sd)),
  chains = 4, cores = 4, seed = 1
)
summary(model)
${interactions.length === 0 ? '' : `# Interactions that the conditions allow, one at a time:
${interactions.map(([first, second]) => `# update(model, . ~ . + ${factorColumnName(first.name)}:${factorColumnName(second.name)}, newdata = kept)`).join('\n')}
`}`;
}

/** As R reads it. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
