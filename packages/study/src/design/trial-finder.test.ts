import { expect, it } from 'vitest';
import { configurationWith, makeStudy } from '../example-study.test-data.ts';
import { planPracticeRound } from './plan-practice.ts';
import { planSession } from './plan-session.ts';
import { trialFinder } from './trial-finder.ts';

it('finds the trials of every round of practice, those of the main phase, and nothing beyond', () => {
  const study = makeStudy({ conditionCount: 2, targetCount: 20, configuration: configurationWith({ trials: { catchCount: 1, practiceCount: 3, practicePassCount: 2, blockSize: 10 } }) });
  const plan = planSession(study, 0);
  const find = trialFinder(study.configuration, plan);
  for (const round of [0, 1, 2]) expect(planPracticeRound(study.configuration, plan, round).map(({ trialIndex }) => find({ trialIndex, round }))).toEqual(planPracticeRound(study.configuration, plan, round));
  for (const trial of plan.filter(({ phase }) => phase === 'main')) expect(find(trial)).toBe(trial);
  expect(find({ trialIndex: plan.length, round: 0 })).toBeUndefined();
});
