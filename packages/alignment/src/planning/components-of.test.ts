import { createRandom } from '@lookalike/random';
import { expect, it } from 'vitest';
import type { ScoredTrial } from '../rater-target-table.ts';
import { answerSimulator } from '../simulation/simulated-answers.ts';
import { componentsOf } from './components-of.ts';

const raterCount = 60;
const targetCount = 60;
const perRater = 30;

function simulatedTrials(seed: string, { scores, raterSd, targetSd, ownShares }: { readonly scores: readonly number[]; readonly raterSd: number; readonly targetSd: number; readonly ownShares: { readonly raters: number; readonly targets: number } }): ScoredTrial[][] {
  const plans = Array.from({ length: raterCount }, (_, rater) => scores.flatMap((__, condition) => Array.from({ length: perRater }, (___, offset) => ({ condition, target: (rater * perRater + offset * 2 + (rater % 2)) % targetCount }))));
  return answerSimulator({ plans, targetCount, stopping: false, population: { scores, raterSd, targetSd, ownShares } })(createRandom(seed)).map(({ rowStart, target, sum }) => {
    const trials: ScoredTrial[] = [];
    for (let rater = 0; rater < raterCount; rater++) for (let cell = rowStart[rater]!; cell < rowStart[rater + 1]!; cell++) trials.push({ raterId: `r${rater}`, targetId: `t${target[cell]!}`, outcome: sum[cell]! });
    return trials;
  });
}

it.each([
  { scores: [0.3, 0.5, 0.6], raterSd: 0.8, targetSd: 1.2, ownShares: { raters: 0.5, targets: 0.5 } },
  { scores: [0.2, 0.4, 0.5], raterSd: 0.3, targetSd: 2, ownShares: { raters: 0.5, targets: 0.15 } },
])('finds the components that answers were drawn with: $raterSd and $targetSd', (truth) => {
  const runs = Array.from({ length: 6 }, (_, index) => componentsOf(simulatedTrials(`components-${index}`, truth)));
  const mean = (of: (run: (typeof runs)[number]) => number): number => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  expect(Math.abs(mean(({ raterSd }) => raterSd) - truth.raterSd)).toBeLessThan(0.1);
  expect(Math.abs(mean(({ targetSd }) => targetSd) - truth.targetSd)).toBeLessThan(0.2);
  expect(Math.abs(mean(({ targetOwnShare }) => targetOwnShare) - truth.ownShares.targets)).toBeLessThan(0.1);
  if (truth.raterSd > 0.5) expect(Math.abs(mean(({ raterOwnShare }) => raterOwnShare) - truth.ownShares.raters)).toBeLessThan(0.15);
});

it('answers that share nothing have no components', () => {
  const { raterSd, targetSd, n, method } = componentsOf(simulatedTrials('nothing', { scores: [0.5], raterSd: 0, targetSd: 0, ownShares: { raters: 0.5, targets: 0.5 } }));
  expect(raterSd).toBeLessThan(0.25);
  expect(targetSd).toBeLessThan(0.25);
  expect(n).toEqual({ conditions: 1, trials: 1800, raters: 60, targets: 60 });
  expect(method).toContain('1800 answers of 60 raters');
});

it('one condition cannot tell what is a condition’s own', () => {
  expect(componentsOf(simulatedTrials('one', { scores: [0.5], raterSd: 1, targetSd: 1, ownShares: { raters: 0, targets: 0 } }))).toMatchObject({ raterOwnShare: 0.5, targetOwnShare: 0.5 });
});

it('says where there is nothing to estimate from', () => {
  const trial = { raterId: 'a', targetId: 't', outcome: 1 };
  expect(() => componentsOf([])).toThrow(/answers of 0 raters/);
  expect(() => componentsOf([[trial]])).toThrow(/two of each at least/);
  expect(() => componentsOf([[trial, { raterId: 'b', targetId: 'u', outcome: 1 }]])).toThrow(/All answers of each condition are alike/);
});
