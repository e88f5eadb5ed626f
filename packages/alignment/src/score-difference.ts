import { AlignmentError } from './alignment-error.ts';
import { cautiousMethod, DRAWS, isPoint, LEVEL, type ScoreRequest } from './alignment-score.ts';
import type { Estimate, Interval } from './estimate.ts';
import { levelsOf, tableOf, weightedMean, type RaterTargetTable } from './rater-target-table.ts';
import { twoWayBootstrap } from './two-way-bootstrap.ts';
import { newcombeInterval } from './wilson-interval.ts';

export interface DifferenceRequest extends Omit<ScoreRequest, 'trials' | 'chance'> {
  readonly first: ScoreRequest['trials'];
  readonly second: ScoreRequest['trials'];
}

/**
 * Score of the first condition minus score of the second, on the targets that both have. In each draw of the bootstrap a
 * rater and a target weigh the same in both scores, so what is common to the conditions cancels.
 *
 * Trials of other targets are left out and counted in `excluded`. Where resampling cannot tell the uncertainty (one rater,
 * one target, or the same difference throughout) the interval is Newcombe's for as many trials as there are raters or
 * targets, whichever are fewer.
 * @throws alignment.bad_outcome unless every outcome is from 0 to 1; alignment.bad_counts for a bad level.
 */
export function scoreDifference({ first, second, rng, draws = DRAWS, level = LEVEL }: DifferenceRequest): Estimate {
  if (!(level > 0 && level < 1)) throw new AlignmentError('alignment.bad_counts', `The level is ${level}. Expected a number between 0 and 1.`, { level });
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
  const estimate = shareOf(a) - shareOf(b);
  const fewer = Math.min(n.raters, n.targets);
  if (fewer === 1) return { estimate, interval: cautiousInterval(a, b, fewer, level, n.raters === 1 ? 'there is one rater' : 'there is one target'), n, excluded };
  const { lower, upper, method } = twoWayBootstrap({
    levels, rng, draws, level,
    statistic: (raters, targets) => weightedMean(a, raters, targets) - weightedMean(b, raters, targets),
  });
  const interval = isPoint(lower, upper) ? cautiousInterval(a, b, fewer, level, 'the difference is the same throughout') : { lower, upper, level, method: `paired ${method}` };
  return { estimate, interval, n, excluded };
}

function shareOf({ totalSum, totalCount }: RaterTargetTable): number {
  return totalSum / totalCount;
}

function cautiousInterval(a: RaterTargetTable, b: RaterTargetTable, trials: number, level: number, reason: string): Interval {
  const interval = newcombeInterval({ successes: shareOf(a) * trials, trials, level }, { successes: shareOf(b) * trials, trials, level });
  return { ...interval, method: cautiousMethod('Newcombe hybrid score', trials, reason) };
}
