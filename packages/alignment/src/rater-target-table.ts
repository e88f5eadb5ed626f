import { AlignmentError } from './alignment-error.ts';

/** One scored answer: its outcome in [0, 1], such as 1 if the target was chosen and 0 if the seed, 0.5 where an observer was exactly undecided. */
export interface ScoredTrial {
  readonly raterId: string;
  readonly targetId: string;
  readonly outcome: number;
}

/** Numbers for raters and targets, shared by tables that are to be reweighted together. */
export interface Levels {
  readonly raters: ReadonlyMap<string, number>;
  readonly targets: ReadonlyMap<string, number>;
}

/** Trials summed by rater and target, in compressed rows: cell i of rater r has rowStart[r] ≤ i < rowStart[r + 1]. */
export interface RaterTargetTable {
  readonly rowStart: Int32Array;
  readonly target: Int32Array;
  /** Sum of `outcome`, and number of trials, per cell. */
  readonly sum: Float64Array;
  readonly count: Float64Array;
  readonly totalSum: number;
  readonly totalCount: number;
}

/** Sorted, so that the order of the trials has no influence on a bootstrap. */
export function levelsOf(trials: readonly ScoredTrial[]): Levels {
  return { raters: numbered(trials.map(({ raterId }) => raterId)), targets: numbered(trials.map(({ targetId }) => targetId)) };
}

function numbered(ids: readonly string[]): Map<string, number> {
  return new Map([...new Set(ids)].sort().map((id, index) => [id, index]));
}

/** @throws alignment.bad_outcome unless every outcome is from 0 to 1. */
export function tableOf(trials: readonly ScoredTrial[], { raters, targets }: Levels): RaterTargetTable {
  const rows = Array.from({ length: raters.size }, () => new Map<number, { sum: number; count: number }>());
  for (const { raterId, targetId, outcome } of trials) {
    if (!(outcome >= 0 && outcome <= 1)) {
      throw new AlignmentError('alignment.bad_outcome', `A trial of rater ${raterId} has outcome = ${outcome}. Expected a number from 0 to 1.`, { raterId, targetId, outcome });
    }
    // Both are known: the levels were made from these trials or a superset.
    const row = rows[raters.get(raterId) as number] as Map<number, { sum: number; count: number }>;
    const target = targets.get(targetId) as number;
    const cell = row.get(target);
    if (cell === undefined) row.set(target, { sum: outcome, count: 1 });
    else {
      cell.sum += outcome;
      cell.count += 1;
    }
  }
  const cells = rows.flatMap((row) => [...row].sort(([a], [b]) => a - b));
  const rowStart = Int32Array.from({ length: rows.length + 1 }, () => 0);
  rows.forEach((row, index) => { rowStart[index + 1] = (rowStart[index] as number) + row.size; });
  return {
    rowStart,
    target: Int32Array.from(cells, ([target]) => target),
    sum: Float64Array.from(cells, ([, { sum }]) => sum),
    count: Float64Array.from(cells, ([, { count }]) => count),
    totalSum: cells.reduce((total, [, { sum }]) => total + sum, 0),
    totalCount: trials.length,
  };
}

/** Mean of `outcome` when every trial weighs as much as its rater times its target. */
export function weightedMean({ rowStart, target, sum, count }: RaterTargetTable, raterWeights: Float64Array, targetWeights: Float64Array): number {
  let numerator = 0;
  let denominator = 0;
  for (let rater = 0; rater < raterWeights.length; rater++) {
    let rowSum = 0;
    let rowCount = 0;
    // Indices are inside by construction; this is the inner loop of the bootstrap.
    for (let cell = rowStart[rater]!; cell < rowStart[rater + 1]!; cell++) {
      const weight = targetWeights[target[cell]!]!;
      rowSum += weight * sum[cell]!;
      rowCount += weight * count[cell]!;
    }
    numerator += raterWeights[rater]! * rowSum;
    denominator += raterWeights[rater]! * rowCount;
  }
  return numerator / denominator;
}
