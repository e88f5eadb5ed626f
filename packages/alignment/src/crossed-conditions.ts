import { crossedBetaInterval, type Ends } from './crossed-beta-interval.ts';
import { effectiveSample, type EffectiveSample } from './effective-sample.ts';
import type { Estimated } from './mover.ts';
import type { Levels, RaterTargetTable } from './rater-target-table.ts';
import { twoWayCovariance, twoWayMoments, type TwoWayMoments } from './two-way-moments.ts';

/** Conditions with common raters and targets, and how their scores vary together. Everything about several conditions follows from it. */
export interface CrossedConditions {
  readonly count: number;
  readonly moments: readonly TwoWayMoments[];
  readonly standardErrors: readonly number[];
  /** Estimates with their limits at a level, by condition: `guarded` to be reported, `paired` to be combined. */
  readonly scores: (level: number, ends: Ends) => readonly Estimated[];
  /** Of the scores of two conditions, by their positions; 1 on the diagonal. */
  readonly correlation: (first: number, second: number) => number;
}

/** So many hits (or misses) of the condition that has fewer count half against what they tell of a correlation of two scores. */
const FEW_HITS = 5;
const CORRELATION = { least: -0.3, most: 0.98 };

/** @param tables with the same levels, a trial at least in each. */
export function crossedConditions(tables: readonly RaterTargetTable[], levels: Levels): CrossedConditions {
  const moments = tables.map((table) => twoWayMoments(table, levels.raters.size, levels.targets.size));
  const samples: readonly EffectiveSample[] = moments.map((of) => effectiveSample(of));
  const standardErrors = samples.map(({ standardError }) => standardError);
  const hits = moments.map(({ mean, trials }) => Math.min(mean, 1 - mean) * trials);
  const correlations = tables.map((table, i) => tables.slice(0, i).map((other, j) => {
    // Indices are inside by construction.
    const covariance = twoWayCovariance({ table, moments: moments[i]! }, { table: other, moments: moments[j]! });
    const fewer = Math.min(hits[i]!, hits[j]!);
    // Few hits tell little of what scores have in common: then they count as unrelated, which is the wider interval of a difference.
    const value = (covariance / (standardErrors[i]! * standardErrors[j]!)) * (fewer / (fewer + FEW_HITS));
    return Math.min(CORRELATION.most, Math.max(CORRELATION.least, value));
  }));
  return {
    count: tables.length,
    moments,
    standardErrors,
    scores: (level, ends) => moments.map((of, index) => ({ estimate: of.mean, ...crossedBetaInterval(of, level, { sample: samples[index]!, ends }) })),
    correlation: (i, j) => (i === j ? 1 : correlations[Math.max(i, j)]![Math.min(i, j)]!),
  };
}
