import type { Random } from '@lookalike/random';
import type { Interval } from './estimate.ts';
import { intervalOfFew, methodOfFew } from './interval-method.ts';
import { weightedMean, type Levels, type RaterTargetTable } from './rater-target-table.ts';
import { twoWayBootstrap } from './two-way-bootstrap.ts';
import { newcombeInterval } from './wilson-interval.ts';

/** Draws of a bootstrap unless asked otherwise. */
export const DRAWS = 2000;

interface Drawn {
  readonly levels: Levels;
  readonly rng: Random;
  readonly draws: number;
  readonly level: number;
}

/** The interval that scores had until version 0.1: the two-way bootstrap, and Wilson's for min(raters, targets) trials where all answers are alike. */
export function bootstrapScoreInterval({ table, levels, rng, draws, level }: Drawn & { readonly table: RaterTargetTable }): Interval {
  const { lower, upper, method } = twoWayBootstrap({ levels, rng, draws, level, statistic: (raters, targets) => weightedMean(table, raters, targets) });
  const fewer = Math.min(levels.raters.size, levels.targets.size);
  return isPoint(lower, upper) ? intervalOfFew(table.totalSum / table.totalCount, fewer, level, 'all answers are the same') : { lower, upper, level, method };
}

/** The interval that differences had until version 0.1: a rater and a target weigh the same in both scores, so what is common cancels. */
export function bootstrapDifferenceInterval({ first, second, levels, rng, draws, level }: Drawn & { readonly first: RaterTargetTable; readonly second: RaterTargetTable }): Interval {
  const { lower, upper, method } = twoWayBootstrap({
    levels, rng, draws, level,
    statistic: (raters, targets) => weightedMean(first, raters, targets) - weightedMean(second, raters, targets),
  });
  const fewer = Math.min(levels.raters.size, levels.targets.size);
  return isPoint(lower, upper) ? differenceOfFew(first, second, fewer, level, 'the difference is the same throughout') : { lower, upper, level, method: `paired ${method}` };
}

/** Newcombe's interval as if there were that few trials of each condition. */
export function differenceOfFew(first: RaterTargetTable, second: RaterTargetTable, trials: number, level: number, reason: string): Interval {
  const counts = ({ totalSum, totalCount }: RaterTargetTable) => ({ successes: (totalSum / totalCount) * trials, trials, level });
  return { ...newcombeInterval(counts(first), counts(second)), method: methodOfFew('Newcombe hybrid score', trials, reason) };
}

/** Whether an interval has no width but for rounding. */
function isPoint(lower: number, upper: number): boolean {
  return upper - lower < 1e-9;
}
