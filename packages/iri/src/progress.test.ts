import { expect, it } from 'vitest';
import { progressOf } from './progress.ts';

it('counts images done before, and extrapolates the steps that are left', () => {
  const search = { finished: 2, waiting: 1, active: [{ attempt: 1, stepCount: 4, distance: 0.2 }, { attempt: 1, stepCount: 8, distance: 0.4 }], stepsMade: 30 };
  expect(progressOf({ search, finishedBefore: 3, total: 8, maximumSteps: 9, restarts: 0, elapsedMs: 15_000 })).toEqual({
    // 6 + 2 steps of the active, 10 of the one that waits, at 2 a second.
    done: 5, total: 8, step: 8, meanDistance: expect.closeTo(0.3, 10), secondsLeft: 9, imagesPerSecond: 2 / 15,
  });
});

it('says nothing that it does not know', () => {
  const search = { finished: 0, waiting: 2, active: [], stepsMade: 0 };
  expect(progressOf({ search, finishedBefore: 0, total: 2, maximumSteps: 9, restarts: 0, elapsedMs: 0 })).toEqual({ done: 0, total: 2, step: 0 });
});

it('counts the attempts that images may still make', () => {
  const search = { finished: 0, waiting: 1, active: [{ attempt: 1, stepCount: 4, distance: 0.2 }, { attempt: 3, stepCount: 8, distance: 0.4 }], stepsMade: 30 };
  // 6 + 2 steps as above, two attempts of 10 for the first, and three for the one that waits.
  expect(progressOf({ search, finishedBefore: 0, total: 3, maximumSteps: 9, restarts: 2, elapsedMs: 15_000 }).secondsLeft).toBe(29);
});
