import type { Random } from '@lookalike/random';
import type { Interval } from './estimate.ts';
import { fewReason, intervalOfFew, methodOfFew } from './interval-method.ts';
import { levelsOf, tableOf, weightedMean, type Levels, type ScoredTrial } from './rater-target-table.ts';
import { twoWayBootstrap } from './two-way-bootstrap.ts';
import { newcombeInterval } from './wilson-interval.ts';

/** Draws of a bootstrap unless asked otherwise. */
export const DRAWS = 2000;

interface Drawn {
  readonly rng: Random;
  readonly draws: number;
  readonly level: number;
}

/** The interval that scores had until version 0.1: the two-way bootstrap, and Wilson's for min(raters, targets) trials where all answers are alike. */
export function bootstrapScoreInterval({ trials, rng, draws, level }: Drawn & { readonly trials: readonly ScoredTrial[] }): Interval {
  const levels = levelsOf(trials);
  const table = tableOf(trials, levels);
  const mean = table.totalSum / table.totalCount;
  const few = fewReason(sizesOf(levels));
  if (few !== undefined) return intervalOfFew(mean, 1, level, few);
  const { lower, upper, method } = twoWayBootstrap({ levels, rng, draws, level, statistic: (raters, targets) => weightedMean(table, raters, targets) });
  return isPoint(lower, upper) ? intervalOfFew(mean, fewerOf(levels), level, 'all answers are the same') : { lower, upper, level, method };
}

/** The interval that differences had until version 0.1, on shared targets: a rater and a target weigh the same in both scores, so what is common cancels. */
export function bootstrapDifferenceInterval({ first, second, rng, draws, level }: Drawn & { readonly first: readonly ScoredTrial[]; readonly second: readonly ScoredTrial[] }): Interval {
  const pair = [onTargetsOf(first, second), onTargetsOf(second, first)] as const;
  const levels = levelsOf(pair.flat());
  const [a, b] = [tableOf(pair[0], levels), tableOf(pair[1], levels)];
  const [meanA, meanB] = [a.totalSum / a.totalCount, b.totalSum / b.totalCount];
  const few = fewReason(sizesOf(levels));
  if (few !== undefined) return differenceOfFew(meanA, meanB, 1, level, few);
  const { lower, upper, method } = twoWayBootstrap({
    levels, rng, draws, level,
    statistic: (raters, targets) => weightedMean(a, raters, targets) - weightedMean(b, raters, targets),
  });
  return isPoint(lower, upper) ? differenceOfFew(meanA, meanB, fewerOf(levels), level, 'the difference is the same throughout') : { lower, upper, level, method: `paired ${method}` };
}

/** Newcombe's interval as if there were that few trials of each condition. */
export function differenceOfFew(first: number, second: number, trials: number, level: number, reason: string): Interval {
  const counts = (mean: number) => ({ successes: mean * trials, trials, level });
  return { ...newcombeInterval(counts(first), counts(second)), method: methodOfFew('Newcombe hybrid score', trials, reason) };
}

function onTargetsOf(trials: readonly ScoredTrial[], others: readonly ScoredTrial[]): ScoredTrial[] {
  const targets = new Set(others.map(({ targetId }) => targetId));
  return trials.filter(({ targetId }) => targets.has(targetId));
}

function sizesOf({ raters, targets }: Levels): { readonly raters: number; readonly targets: number } {
  return { raters: raters.size, targets: targets.size };
}

function fewerOf({ raters, targets }: Levels): number {
  return Math.min(raters.size, targets.size);
}

/** Whether an interval has no width but for rounding. */
function isPoint(lower: number, upper: number): boolean {
  return upper - lower < 1e-9;
}
