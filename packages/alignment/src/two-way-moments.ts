import { dot } from './dense-matrix.ts';
import type { RaterTargetTable } from './rater-target-table.ts';

/** What the residuals (outcome − mean) of one condition come to by rater, or by target. */
export interface ClusterMoments {
  /** Sum of the residuals of each rater (or target), by its number. */
  readonly sums: Float64Array;
  /** Raters (or targets) with a trial. */
  readonly groups: number;
  /** Σ n(n − 1): ordered pairs of trials within a group. */
  readonly pairs: number;
  /** Σ of the products of such pairs. */
  readonly products: number;
  /** groups · Σ sums⁴ / (Σ sums²)²: 3 for a normal distribution, `groups` where one group has it all; infinite without residuals. */
  readonly kurtosis: number;
}

/** All that the interval of one condition's score needs to know of its trials. */
export interface TwoWayMoments {
  readonly trials: number;
  /** Mean outcome. */
  readonly mean: number;
  readonly raters: ClusterMoments;
  readonly targets: ClusterMoments;
}

/** Hits, or misses where these are fewer. */
export function hitsOf({ mean, trials }: Pick<TwoWayMoments, 'mean' | 'trials'>): number {
  return Math.min(mean, 1 - mean) * trials;
}

/** One pass over the trials of a condition. @param table with a trial at least. */
export function twoWayMoments(table: RaterTargetTable, raterCount: number, targetCount: number): TwoWayMoments {
  const { rowStart, target, sum, count, totalSum, totalCount } = table;
  const mean = totalSum / totalCount;
  const [raterSums, targetSums] = [new Float64Array(raterCount), new Float64Array(targetCount)];
  const [raterTrials, targetTrials] = [new Float64Array(raterCount), new Float64Array(targetCount)];
  let squares = 0;
  for (let rater = 0; rater < raterCount; rater++) {
    // Indices are inside by construction.
    for (let cell = rowStart[rater]!; cell < rowStart[rater + 1]!; cell++) {
      const residual = sum[cell]! - mean * count[cell]!;
      raterSums[rater]! += residual;
      targetSums[target[cell]!]! += residual;
      raterTrials[rater]! += count[cell]!;
      targetTrials[target[cell]!]! += count[cell]!;
      squares += residual ** 2;
    }
  }
  return { trials: totalCount, mean, raters: clusterMoments(raterSums, raterTrials, squares), targets: clusterMoments(targetSums, targetTrials, squares) };
}

function clusterMoments(sums: Float64Array, trials: Float64Array, squares: number): ClusterMoments {
  let [groups, pairs, second, fourth] = [0, 0, 0, 0];
  for (let group = 0; group < sums.length; group++) {
    const n = trials[group]!;
    if (n > 0) groups++;
    pairs += n * (n - 1);
    second += sums[group]! ** 2;
    fourth += sums[group]! ** 4;
  }
  return { sums, groups, pairs, products: second - squares, kurtosis: second > 0 ? (groups * fourth) / second ** 2 : Infinity };
}

/**
 * Two-way cluster-robust covariance of the mean outcomes of two conditions: products of residuals that share a rater or a target,
 * those that share both counted once.
 * @see Cameron, Gelbach and Miller 2011, "Robust inference with multiway clustering", Journal of Business and Economic Statistics 29(2)
 */
export function twoWayCovariance(first: { readonly table: RaterTargetTable; readonly moments: TwoWayMoments }, second: { readonly table: RaterTargetTable; readonly moments: TwoWayMoments }): number {
  const [a, b] = [first.moments, second.moments];
  const both = overlap(first.table, a.mean, second.table, b.mean);
  return (dot(a.raters.sums, b.raters.sums) + dot(a.targets.sums, b.targets.sums) - both) / (a.trials * b.trials);
}

/** Σ of the products of residuals of the same rater and target; both tables have the same levels. */
function overlap(a: RaterTargetTable, meanA: number, b: RaterTargetTable, meanB: number): number {
  let total = 0;
  for (let rater = 0; rater + 1 < a.rowStart.length; rater++) {
    let j = b.rowStart[rater]!;
    const end = b.rowStart[rater + 1]!;
    // Cells of a rater are in the order of targets.
    for (let i = a.rowStart[rater]!; i < a.rowStart[rater + 1]!; i++) {
      while (j < end && b.target[j]! < a.target[i]!) j++;
      if (j < end && b.target[j] === a.target[i]) total += (a.sum[i]! - meanA * a.count[i]!) * (b.sum[j]! - meanB * b.count[j]!);
    }
  }
  return total;
}
