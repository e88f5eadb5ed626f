import type { Random } from '@lookalike/random';
import type { AlignmentScore, Interval } from './estimate.ts';
import { levelsOf, tableOf, weightedMean, type ScoredTrial } from './rater-target-table.ts';
import { twoWayBootstrap } from './two-way-bootstrap.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** How intervals are made unless asked otherwise: draws of the bootstrap, and nominal coverage. */
export const DRAWS = 2000;
export const LEVEL = 0.95;

export interface ScoreRequest {
  /** Scored answers of one condition; catch and practice trials do not belong here. */
  readonly trials: readonly ScoredTrial[];
  /** The mean outcome of guessing, by the task: 0.5 with two options. */
  readonly chance: number;
  readonly rng: Random;
  readonly draws?: number;
  readonly level?: number;
}

/**
 * The human-alignment score of one condition: the mean outcome (in 2AFC the share of trials in which the target was chosen, ties
 * one half), with an interval that covers both another sample of raters and another sample of targets.
 *
 * Where resampling cannot tell the uncertainty, because there is one rater or one target or all answers are the same, the
 * interval is Wilson's for as many trials as there are raters or targets, whichever are fewer: as if all answers of a
 * rater (or about a target) were one. `method` says so. Without trials, estimate and interval are `null`.
 * @throws alignment.bad_outcome unless every outcome is from 0 to 1.
 */
export function alignmentScore({ trials, chance, rng, draws = DRAWS, level = LEVEL }: ScoreRequest): AlignmentScore {
  const levels = levelsOf(trials);
  const table = tableOf(trials, levels);
  const n = { trials: trials.length, raters: levels.raters.size, targets: levels.targets.size };
  const rest = { n, excluded: 0, chance, ties: trials.filter(({ outcome }) => outcome === 0.5).length };
  if (trials.length === 0) return { estimate: null, interval: null, ...rest };

  const estimate = table.totalSum / table.totalCount;
  const fewer = Math.min(n.raters, n.targets);
  if (fewer === 1) return { estimate, interval: cautiousInterval(estimate, fewer, level, n.raters === 1 ? 'there is one rater' : 'there is one target'), ...rest };
  const { lower, upper, method } = twoWayBootstrap({ levels, rng, draws, level, statistic: (raters, targets) => weightedMean(table, raters, targets) });
  const interval = isPoint(lower, upper) ? cautiousInterval(estimate, fewer, level, 'all answers are the same') : { lower, upper, level, method };
  return { estimate, interval, ...rest };
}

/** Whether an interval has no width but for rounding. */
export function isPoint(lower: number, upper: number): boolean {
  return upper - lower < 1e-9;
}

function cautiousInterval(estimate: number, trials: number, level: number, reason: string): Interval {
  return { ...wilsonInterval({ successes: estimate * trials, trials, level }), method: cautiousMethod('Wilson score', trials, reason) };
}

export function cautiousMethod(name: string, trials: number, reason: string): string {
  return `${name} for ${trials} ${trials === 1 ? 'trial' : 'trials'} (the number of raters or of targets, whichever is smaller), because ${reason}`;
}
