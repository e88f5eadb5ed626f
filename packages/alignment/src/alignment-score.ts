import type { Random } from '@lookalike/random';
import { AlignmentError } from './alignment-error.ts';
import { bootstrapScoreInterval, DRAWS } from './bootstrap-intervals.ts';
import { conditionTables, type ConditionTables, type SharedConditions } from './condition-tables.ts';
import type { AlignmentScore, Interval } from './estimate.ts';
import { crossedMethod, fewReason, intervalOfFew, type IntervalMethod } from './interval-method.ts';
import type { ScoredTrial } from './rater-target-table.ts';

/** Nominal coverage of intervals unless asked otherwise. */
export const LEVEL = 0.95;

/** How an interval is made. */
export interface IntervalRequest {
  /** Nominal coverage, in (0, 1). */
  readonly level?: number;
  /** `crossed-beta` unless an earlier result is to be had again. */
  readonly method?: IntervalMethod;
  /** What the bootstrap draws from, and how often; of no use to other methods. */
  readonly rng?: Random;
  readonly draws?: number;
}

export interface ScoreOfRequest extends IntervalRequest {
  /** The mean outcome of guessing, by the task: 0.5 with two options. */
  readonly chance: number;
}

export interface ScoreRequest extends ScoreOfRequest {
  /** Scored answers of one condition; catch and practice trials do not belong here. */
  readonly trials: readonly ScoredTrial[];
}

/**
 * The human-alignment score of one condition: the mean outcome (in 2AFC the share of trials in which the target was chosen, ties
 * one half), with an interval that covers both another sample of raters and another sample of targets.
 *
 * With one rater or one target nothing can tell how such raters (or targets) differ: the interval is Wilson's for one trial, as if all
 * their answers were one. `method` says so. Without trials, estimate and interval are `null`.
 * @throws alignment.bad_outcome unless every outcome is from 0 to 1; alignment.bad_counts for a bad level; alignment.no_random for a bootstrap without `rng`.
 */
export function alignmentScore({ trials, ...request }: ScoreRequest): AlignmentScore {
  return scoreOf(conditionTables([{ conditionId: 'only', trials }]), 'only', request);
}

/** `alignmentScore` of one condition of several that were read together. @throws as it does, and alignment.unknown_condition. */
export function scoreOf(tables: ConditionTables, conditionId: string, { chance, level = LEVEL, method = 'crossed-beta', rng, draws = DRAWS }: ScoreOfRequest): AlignmentScore {
  checkLevel(level);
  const position = tables.positionOf(conditionId);
  const { trials } = tables.conditions[position]!;
  const own = tables.shared([position]);
  if (own === undefined) return { estimate: null, interval: null, n: { trials: 0, raters: 0, targets: 0 }, excluded: 0, chance, ties: 0 };
  const interval = method === 'crossed-beta' ? scoreInterval(own, level) : bootstrapScoreInterval({ trials, rng: needed(rng), draws, level });
  return { estimate: own.conditions[0]!.moments.mean, interval, n: own.n, excluded: 0, chance, ties: trials.filter(({ outcome }) => outcome === 0.5).length };
}

/** The interval of a score: the same wherever it is shown. @param own the condition alone */
export function scoreInterval({ conditions: [condition], n }: SharedConditions, level: number): Interval {
  const few = fewReason(n);
  if (few !== undefined) return intervalOfFew(condition!.moments.mean, 1, level, few);
  const { lower, upper } = condition!.limits(level, 'guarded');
  return { lower, upper, level, method: crossedMethod('beta interval', n) };
}

/** @throws alignment.bad_counts unless it is between 0 and 1. */
export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new AlignmentError('alignment.bad_counts', `The level is ${level}. Expected a number between 0 and 1, such as 0.95.`, { level });
}

/** @throws alignment.no_random where a bootstrap has nothing to draw from. */
export function needed(rng: Random | undefined): Random {
  if (rng === undefined) throw new AlignmentError('alignment.no_random', 'A bootstrap interval was asked for without a source of randomness. Pass `rng`, such as createRandom(seed).', {});
  return rng;
}
