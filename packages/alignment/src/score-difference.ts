import { checkLevel, LEVEL, needed, type IntervalRequest } from './alignment-score.ts';
import { bootstrapDifferenceInterval, differenceOfFew, DRAWS } from './bootstrap-intervals.ts';
import { conditionTables, type ConditionTables, type SharedConditions } from './condition-tables.ts';
import { differenceLimits } from './crossed-condition.ts';
import type { Estimate, Interval } from './estimate.ts';
import { crossedMethod, fewReason } from './interval-method.ts';
import type { ScoredTrial } from './rater-target-table.ts';

export interface DifferenceRequest extends IntervalRequest {
  readonly first: readonly ScoredTrial[];
  readonly second: readonly ScoredTrial[];
}

/**
 * Score of the first condition minus score of the second, on the targets that both have. Its interval is made of the intervals of both
 * scores, and of what they have in common by raters and targets, which cancels.
 *
 * Trials of other targets are left out and counted in `excluded`. With one rater or one target the interval is Newcombe's for one trial
 * of each condition.
 * @throws alignment.bad_outcome unless every outcome is from 0 to 1; alignment.bad_counts for a bad level; alignment.no_random for a bootstrap without `rng`.
 */
export function scoreDifference({ first, second, ...request }: DifferenceRequest): Estimate {
  return differenceOf(conditionTables([{ conditionId: 'first', trials: first }, { conditionId: 'second', trials: second }]), 'first', 'second', request);
}

/** `scoreDifference` of two conditions of several that were read together. @throws as it does, and alignment.unknown_condition. */
export function differenceOf(tables: ConditionTables, firstId: string, secondId: string, { level = LEVEL, method = 'crossed-beta', rng, draws = DRAWS }: IntervalRequest = {}): Estimate {
  checkLevel(level);
  const positions = [tables.positionOf(firstId), tables.positionOf(secondId)] as const;
  const [first, second] = positions.map((position) => tables.conditions[position]!.trials) as [readonly ScoredTrial[], readonly ScoredTrial[]];
  const both = tables.shared(positions);
  if (both === undefined) return { estimate: null, interval: null, n: { trials: 0, raters: 0, targets: 0 }, excluded: first.length + second.length };
  const { conditions: [a, b], n, excluded } = both;
  const interval = method === 'crossed-beta' ? differenceInterval(both, level) : bootstrapDifferenceInterval({ first, second, rng: needed(rng), draws, level });
  return { estimate: a!.moments.mean - b!.moments.mean, interval, n, excluded };
}

/** The interval of a difference: the same wherever it is shown. @param pair two conditions on the targets that both have */
export function differenceInterval({ conditions: [first, second], correlation, n }: SharedConditions, level: number): Interval {
  const few = fewReason(n);
  if (few !== undefined) return differenceOfFew(first!.moments.mean, second!.moments.mean, 1, level, few);
  const { lower, upper } = differenceLimits(first!, second!, level, correlation(0, 1));
  return { lower, upper, level, method: crossedMethod('MOVER of two beta intervals', n) };
}
