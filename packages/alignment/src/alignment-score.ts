import type { Random } from '@lookalike/random';
import { AlignmentError } from './alignment-error.ts';
import { bootstrapScoreInterval, DRAWS } from './bootstrap-intervals.ts';
import { crossedBetaInterval } from './crossed-beta-interval.ts';
import type { AlignmentScore, Interval } from './estimate.ts';
import { crossedMethod, intervalOfFew, type IntervalMethod } from './interval-method.ts';
import { levelsOf, tableOf, type ScoredTrial } from './rater-target-table.ts';
import { twoWayMoments } from './two-way-moments.ts';

/** Nominal coverage of intervals unless asked otherwise. */
export const LEVEL = 0.95;

export interface ScoreRequest {
  /** Scored answers of one condition; catch and practice trials do not belong here. */
  readonly trials: readonly ScoredTrial[];
  /** The mean outcome of guessing, by the task: 0.5 with two options. */
  readonly chance: number;
  readonly level?: number;
  /** How the interval is made; `crossed-beta` unless an earlier result is to be had again. */
  readonly method?: IntervalMethod;
  /** What the bootstrap draws from, and how often; of no use to other methods. */
  readonly rng?: Random;
  readonly draws?: number;
}

/**
 * The human-alignment score of one condition: the mean outcome (in 2AFC the share of trials in which the target was chosen, ties
 * one half), with an interval that covers both another sample of raters and another sample of targets.
 *
 * With one rater or one target nothing can tell how such raters (or targets) differ: the interval is Wilson's for one trial, as if all
 * their answers were one. `method` says so. Without trials, estimate and interval are `null`.
 * @throws alignment.bad_outcome unless every outcome is from 0 to 1; alignment.bad_counts for a bad level; alignment.no_random for a bootstrap without `rng`.
 */
export function alignmentScore({ trials, chance, level = LEVEL, method = 'crossed-beta', rng, draws = DRAWS }: ScoreRequest): AlignmentScore {
  checkLevel(level);
  const levels = levelsOf(trials);
  const table = tableOf(trials, levels);
  const n = { trials: trials.length, raters: levels.raters.size, targets: levels.targets.size };
  const rest = { n, excluded: 0, chance, ties: trials.filter(({ outcome }) => outcome === 0.5).length };
  if (trials.length === 0) return { estimate: null, interval: null, ...rest };

  const estimate = table.totalSum / table.totalCount;
  const interval = (): Interval => {
    if (n.raters === 1 || n.targets === 1) return intervalOfFew(estimate, 1, level, n.raters === 1 ? 'there is one rater' : 'there is one target');
    if (method === 'bootstrap') return bootstrapScoreInterval({ table, levels, rng: needed(rng), draws, level });
    return { ...crossedBetaInterval(twoWayMoments(table, n.raters, n.targets), level), level, method: crossedMethod('beta interval', n) };
  };
  return { estimate, interval: interval(), ...rest };
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
