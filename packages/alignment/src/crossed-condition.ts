import { crossedBetaInterval, type Ends } from './crossed-beta-interval.ts';
import { effectiveSample, type EffectiveSample } from './effective-sample.ts';
import { moverLimits, type Estimated } from './mover.ts';
import type { Levels, RaterTargetTable } from './rater-target-table.ts';
import { hitsOf, twoWayCovariance, twoWayMoments, type TwoWayMoments } from './two-way-moments.ts';

/** A condition over crossed raters and targets, with all that its interval and its relation to others need. Worked out once. */
export interface CrossedCondition {
  readonly table: RaterTargetTable;
  readonly moments: TwoWayMoments;
  readonly sample: EffectiveSample;
  /** The score with its limits at a level: `guarded` to be reported, `paired` to be combined with others. */
  readonly limits: (level: number, ends: Ends) => Estimated;
}

/** So many hits (or misses) of the condition that has fewer count half against what they tell of a correlation of two scores. */
const FEW_HITS = 5;
const CORRELATION = { least: -0.3, most: 0.98 };

/** @param table with a trial at least, numbered by the levels. */
export function crossedCondition(table: RaterTargetTable, levels: Levels): CrossedCondition {
  const moments = twoWayMoments(table, levels.raters.size, levels.targets.size);
  const sample = effectiveSample(moments);
  const known = new Map<string, Estimated>();
  const limits = (level: number, ends: Ends): Estimated => {
    const key = `${ends} ${level}`;
    const found = known.get(key) ?? { estimate: moments.mean, ...crossedBetaInterval(moments, level, { sample, ends }) };
    known.set(key, found);
    return found;
  };
  return { table, moments, sample, limits };
}

/** Of the scores of two conditions with the same levels. */
export function correlationOf(first: CrossedCondition, second: CrossedCondition): number {
  const covariance = twoWayCovariance(first, second);
  return correlationInLimits(covariance / (first.sample.standardError * second.sample.standardError), Math.min(hitsOf(first.moments), hitsOf(second.moments)));
}

/**
 * The correlation of two scores as the intervals of differences take it. Few hits tell little of what scores have in common: then they count as
 * unrelated, which is the wider interval.
 * @param fewer hits of the condition that has fewer
 */
export function correlationInLimits(correlation: number, fewer: number): number {
  return Math.min(CORRELATION.most, Math.max(CORRELATION.least, correlation * (fewer / (fewer + FEW_HITS))));
}

/** Limits of the first score less the second. @param correlation of the two scores */
export function differenceLimits(first: CrossedCondition, second: CrossedCondition, level: number, correlation: number): Estimated {
  return moverLimits([first.limits(level, 'paired'), second.limits(level, 'paired')], [1, -1], () => correlation);
}
