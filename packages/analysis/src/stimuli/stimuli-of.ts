import { createRandom } from '@lookalike/random';
import { compared } from '../compared-condition.ts';
import { answeredConditions, type AnsweredCondition } from '../counted-answers.ts';
import { convergenceOf } from '../effects/convergence.ts';
import type { AnalysisInput, AnalysisSettings, Report } from '../section.ts';
import { answeredStimuli } from './answered-stimuli.ts';
import { betweenReferences } from './between-references.ts';
import { distanceTrend } from './distance-trend.ts';
import { estimateOf } from '../estimate-of.ts';
import type { AnsweredStimulus, Stimuli } from './stimuli.ts';

export function stimuliOf(input: AnalysisInput, settings: AnalysisSettings, report: Report = () => undefined): Stimuli {
  const { context } = input;
  const conditions = answeredConditions(input, settings);
  const references = conditions.filter(({ condition }) => condition.reference !== undefined);
  const { distanceOf } = convergenceOf(context);
  const rng = createRandom(context.study.configuration.randomSeed).child('stimuli');
  return {
    conditions: conditions.map((each, index) => {
      const { condition, trials } = each;
      const stimuli = answeredStimuli(each, context);
      const result = {
        condition: compared(condition),
        stimuli,
        labels: labelsOf(each, stimuli),
        trend: distanceTrend(trials, (targetId) => distanceOf(condition.conditionId, targetId)),
        between: condition.reference === undefined ? betweenReferences(each, references, rng.child(condition.conditionId)) : null,
      };
      report((index + 1) / conditions.length);
      return result;
    }),
  };
}

function labelsOf({ trials }: AnsweredCondition, stimuli: readonly AnsweredStimulus[]): Stimuli['conditions'][number]['labels'] {
  const labelOf = new Map(stimuli.flatMap(({ targetId, label }) => (label === null ? [] : [[targetId, label] as const])));
  return [...new Set(labelOf.values())].sort().map((label) => ({ label, score: estimateOf(trials.filter(({ targetId }) => labelOf.get(targetId) === label)) }));
}
