import { expect, it } from 'vitest';
import { tryPlans } from './try-plans.ts';

it('every plan is tried, and others have their turn in between', async () => {
  const tried: number[] = [];
  const triedAtTurns: number[] = [];
  let isOver = false;
  const takeTurn = (): void => {
    triedAtTurns.push(tried.length);
    if (!isOver) setImmediate(takeTurn);
  };
  setImmediate(takeTurn);
  expect(await tryPlans({ count: 40, plan: (planIndex) => tried.push(planIndex) })).toBeUndefined();
  isOver = true;
  expect(tried).toEqual(Array.from({ length: 40 }, (_, i) => i));
  expect(new Set(triedAtTurns).size).toBeGreaterThan(5);
});

it('the first plan that cannot be made ends it', async () => {
  const error = new Error('no');
  expect(await tryPlans({ count: 40, plan: (planIndex) => { if (planIndex === 7) throw error; } })).toEqual({ planIndex: 7, error });
  expect(await tryPlans({ count: 0, plan: () => { throw error; } })).toBeUndefined();
});
