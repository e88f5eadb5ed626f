import { checkLevel, LEVEL, needed, type ScoreRequest } from './alignment-score.ts';
import { bootstrapDifferenceInterval, differenceOfFew, DRAWS } from './bootstrap-intervals.ts';
import { crossedConditions } from './crossed-conditions.ts';
import type { Estimate, Interval } from './estimate.ts';
import { crossedMethod } from './interval-method.ts';
import { moverLimits } from './mover.ts';
import { levelsOf, tableOf } from './rater-target-table.ts';

export interface DifferenceRequest extends Omit<ScoreRequest, 'trials' | 'chance'> {
  readonly first: ScoreRequest['trials'];
  readonly second: ScoreRequest['trials'];
}

/**
 * Score of the first condition minus score of the second, on the targets that both have. Its interval is made of the intervals of both
 * scores, and of what they have in common by raters and targets, which cancels.
 *
 * Trials of other targets are left out and counted in `excluded`. With one rater or one target the interval is Newcombe's for one trial
 * of each condition.
 * @throws alignment.bad_outcome unless every outcome is from 0 to 1; alignment.bad_counts for a bad level; alignment.no_random for a bootstrap without `rng`.
 */
export function scoreDifference({ first, second, level = LEVEL, method = 'crossed-beta', rng, draws = DRAWS }: DifferenceRequest): Estimate {
  checkLevel(level);
  const targetsOfSecond = new Set(second.map(({ targetId }) => targetId));
  const sharedFirst = first.filter(({ targetId }) => targetsOfSecond.has(targetId));
  const sharedTargets = new Set(sharedFirst.map(({ targetId }) => targetId));
  const sharedSecond = second.filter(({ targetId }) => sharedTargets.has(targetId));

  const trials = [...sharedFirst, ...sharedSecond];
  const levels = levelsOf(trials);
  const n = { trials: trials.length, raters: levels.raters.size, targets: levels.targets.size };
  const excluded = first.length + second.length - trials.length;
  if (trials.length === 0) return { estimate: null, interval: null, n, excluded };

  const [a, b] = [tableOf(sharedFirst, levels), tableOf(sharedSecond, levels)];
  const interval = (): Interval => {
    if (n.raters === 1 || n.targets === 1) return differenceOfFew(a, b, 1, level, n.raters === 1 ? 'there is one rater' : 'there is one target');
    if (method === 'bootstrap') return bootstrapDifferenceInterval({ first: a, second: b, levels, rng: needed(rng), draws, level });
    const conditions = crossedConditions([a, b], levels);
    const { lower, upper } = moverLimits(conditions.scores(level, 'paired'), [1, -1], conditions.correlation);
    return { lower, upper, level, method: crossedMethod('MOVER of two beta intervals', n) };
  };
  return { estimate: a.totalSum / a.totalCount - b.totalSum / b.totalCount, interval: interval(), n, excluded };
}
