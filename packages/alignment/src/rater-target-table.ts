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

/** Sorted, so that the order of the trials has no influence. */
export function levelsOf(trials: Iterable<ScoredTrial>): Levels {
  const [raters, targets] = [new Set<string>(), new Set<string>()];
  for (const { raterId, targetId } of trials) {
    raters.add(raterId);
    targets.add(targetId);
  }
  return { raters: numbered(raters), targets: numbered(targets) };
}

/** Numbers ids from 0 on, in alphabetical order. */
export function numbered(ids: Iterable<string>): Map<string, number> {
  return new Map([...new Set(ids)].sort().map((id, index) => [id, index]));
}

/** @throws alignment.bad_outcome unless every outcome is from 0 to 1. */
export function tableOf(trials: readonly ScoredTrial[], { raters, targets }: Levels): RaterTargetTable {
  const bad = trials.find(({ outcome }) => !(outcome >= 0 && outcome <= 1));
  if (bad !== undefined) {
    throw new AlignmentError('alignment.bad_outcome', `A trial of rater ${bad.raterId} has outcome = ${bad.outcome}. Expected a number from 0 to 1.`, { ...bad });
  }
  // All are known: the levels were made from these trials or more.
  const raterOf = Int32Array.from(trials, ({ raterId }) => raters.get(raterId)!);
  const targetOf = Int32Array.from(trials, ({ targetId }) => targets.get(targetId)!);
  const order = sortedBy(raterOf, raters.size, sortedBy(targetOf, targets.size, Int32Array.from(trials, (_, index) => index)));
  const rowStart = new Int32Array(raters.size + 1);
  const target = new Int32Array(trials.length);
  const [sum, count] = [new Float64Array(trials.length), new Float64Array(trials.length)];
  let [cells, previous] = [0, -1];
  for (const trial of order) {
    const [rater, of] = [raterOf[trial]!, targetOf[trial]!];
    if (previous !== rater || target[cells - 1] !== of) {
      target[cells++] = of;
      rowStart[rater + 1]!++;
    }
    sum[cells - 1]! += trials[trial]!.outcome;
    count[cells - 1]!++;
    previous = rater;
  }
  for (let rater = 0; rater < raters.size; rater++) rowStart[rater + 1]! += rowStart[rater]!;
  return tableOfCells({ rowStart, target: target.slice(0, cells), sum: sum.slice(0, cells), count: count.slice(0, cells) });
}

/** The cells of some targets. @param isKept by the target's number */
export function onTargets({ rowStart, target, sum, count }: RaterTargetTable, isKept: Uint8Array): RaterTargetTable {
  const kept = (_: number, cell: number): boolean => isKept[target[cell]!] === 1;
  const keptStart = new Int32Array(rowStart.length);
  for (let rater = 0; rater + 1 < rowStart.length; rater++) {
    keptStart[rater + 1] = keptStart[rater]!;
    for (let cell = rowStart[rater]!; cell < rowStart[rater + 1]!; cell++) keptStart[rater + 1]! += isKept[target[cell]!]!;
  }
  return tableOfCells({ rowStart: keptStart, target: target.filter(kept), sum: sum.filter(kept), count: count.filter(kept) });
}

function tableOfCells(cells: Omit<RaterTargetTable, 'totalSum' | 'totalCount'>): RaterTargetTable {
  const total = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
  return { ...cells, totalSum: total(cells.sum), totalCount: total(cells.count) };
}

/** Counting sort: what is equal stays in the order it had. */
function sortedBy(keyOf: Int32Array, keys: number, order: Int32Array): Int32Array {
  const next = new Int32Array(keys + 1);
  for (const item of order) next[keyOf[item]! + 1]!++;
  for (let key = 0; key < keys; key++) next[key + 1]! += next[key]!;
  const sorted = new Int32Array(order.length);
  for (const item of order) sorted[next[keyOf[item]!]!++] = item;
  return sorted;
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
