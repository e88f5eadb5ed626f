import { Type, type Static } from 'typebox';
import { taskOf } from '../tasks/index.ts';
import type { QualityFacts } from './facts.ts';
import { percent, ruleSettings, type QualityRule } from './rule.ts';

const settings = ruleSettings('catch-accuracy', {
  minimumShare: Type.Number({ minimum: 0, maximum: 1, description: 'Of the answered catch trials, that must be right.' }),
});

export const catchAccuracy: QualityRule<Static<typeof settings>> = {
  name: 'catch-accuracy',
  reason: 'catch_failed',
  title: 'Catch trials',
  summary: 'Trials whose right answer is beyond doubt: who fails them does not look, or did not understand.',
  settings,
  defaults: { rule: 'catch-accuracy', minimumShare: 0.75, action: 'flag' },
  concernsPrograms: true,
  definition: ({ minimumShare }) => `fewer than ${percent(minimumShare)} of the catch trials were passed`,
  judge(facts, { minimumShare }) {
    const { answered, right } = catchCounts(facts);
    if (answered === 0) return undefined;
    return { isFailed: right / answered < minimumShare, values: { right, answered, planned: facts.plannedCatchCount }, sentence: `${right} of ${answered} catch trials were right; ${percent(minimumShare)} is wanted.` };
  },
  lost: {
    ending: 'screened_out',
    isLost(facts, { minimumShare }) {
      const { answered, right } = catchCounts(facts);
      return (right + facts.plannedCatchCount - answered) / facts.plannedCatchCount < minimumShare;
    },
  },
};

/** Catch trials of the main phase; one whose time ran out is wrong. */
export function catchCounts({ configuration, main }: Pick<QualityFacts, 'configuration' | 'main'>): { readonly answered: number; readonly right: number } {
  const task = taskOf(configuration);
  const catches = main.filter(({ trial }) => trial.role === 'catch');
  return { answered: catches.length, right: catches.filter(({ trial, response: { answer } }) => answer !== null && task.isRight(trial, answer)).length };
}
