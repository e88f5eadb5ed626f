import { expect, it } from 'vitest';
import { configurationWith, makeStudy, sizesOf } from '../example-study.test-data.ts';
import { imaginedPlans } from './imagined-plans.ts';
import { planSession } from './plan-session.ts';
import { tasks, type TaskName } from '../tasks/index.ts';

it('is what a study of this size plans', () => {
  const configuration = configurationWith(sizesOf({ perCondition: 6 }));
  const study = makeStudy({ conditionCount: 2, targetCount: 15, configuration });
  const planned = (planIndex: number) => planSession(study, planIndex).flatMap(({ role, items }) => (role === 'scored' ? items.map(({ conditionId }) => conditionId) : []));
  const imagined = imaginedPlans({ configuration, conditionCount: 2, targetCount: 15 }, 4);
  expect(imagined.map((plan) => plan.length)).toEqual([0, 1, 2, 3].map((planIndex) => planned(planIndex).length));
  // Windows of targets take turns, so that the first ten sessions show each target four times for each condition.
  const counts = imaginedPlans({ configuration, conditionCount: 2, targetCount: 15 }, 10).flat().reduce((map, { condition, target }) => map.set(`${condition} ${target}`, (map.get(`${condition} ${target}`) ?? 0) + 1), new Map<string, number>());
  expect(counts.size).toBe(30);
  expect(new Set(counts.values())).toEqual(new Set([4]));
});

it.each(Object.keys(tasks) as TaskName[])('is there for %s, whatever the catch trials', (name) => {
  const configuration = configurationWith({ ...sizesOf({ perCondition: 6, targets: 'once', catchCount: 4, practiceCount: 4 }) }, name);
  const [plan] = imaginedPlans({ configuration, conditionCount: 3, targetCount: 18 }, 1);
  expect(plan).toHaveLength(18);
  expect(new Set(plan!.map(({ target }) => target)).size).toBe(18);
});

it('sets that are drawn at launch stay together', () => {
  const configuration = { ...configurationWith(sizesOf({ perCondition: 6 }), 'matching'), task: { name: 'matching', setSize: 3, sets: { kind: 'label' } } } as const;
  const [plan] = imaginedPlans({ configuration, conditionCount: 1, targetCount: 12 }, 1);
  const sets = new Set(plan!.map(({ target }) => Math.floor(target / 3)));
  expect(sets.size).toBe(2);
});

it('says where there are too few targets', () => {
  expect(() => imaginedPlans({ configuration: configurationWith(sizesOf({ perCondition: 16 })), conditionCount: 2, targetCount: 10 }, 1)).toThrow(/only 10 have/);
});
