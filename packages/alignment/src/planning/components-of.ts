import { AlignmentError } from '../alignment-error.ts';
import { levelsOf, tableOf, type RaterTargetTable, type ScoredTrial } from '../rater-target-table.ts';
import { twoWayMoments, type ClusterMoments, type TwoWayMoments } from '../two-way-moments.ts';
import { interceptOfScore, sharedCovariance } from './outcome-covariances.ts';
import type { VarianceComponents } from './variance-components.ts';

export interface EstimatedComponents extends VarianceComponents {
  readonly method: string;
  readonly n: { readonly conditions: number; readonly trials: number; readonly raters: number; readonly targets: number };
  /** Mean outcome of each condition, in the order given. */
  readonly scores: readonly number[];
}

/** Beyond this a moment says no more than "very large". */
const LARGEST_SD = 5;
const OWN_SHARE_UNKNOWN = 0.5;

interface Condition {
  readonly table: RaterTargetTable;
  readonly moments: TwoWayMoments;
}

/**
 * Estimates how much raters and targets differ from the answers of a pilot or of an earlier study, by the method of moments: products of
 * residuals that share a rater (or a target) are pooled over conditions, and turned into the standard deviations on the log-odds that give
 * such products at the conditions' scores. With one condition nothing tells what is a condition's own: half, as the intervals suppose.
 * @throws alignment.nothing_to_compare without two raters and two targets, or where all answers are alike; alignment.bad_outcome.
 * @see Searle, Casella and McCulloch 1992, "Variance Components", chapter 5, for moments in unbalanced data
 */
export function componentsOf(trialsOfConditions: readonly (readonly ScoredTrial[])[]): EstimatedComponents {
  const given = trialsOfConditions.filter(({ length }) => length > 0);
  const levels = levelsOf(given.flat());
  const conditions: Condition[] = given.map((trials) => {
    const table = tableOf(trials, levels);
    return { table, moments: twoWayMoments(table, levels.raters.size, levels.targets.size) };
  });
  const n = { conditions: conditions.length, trials: given.reduce((sum, { length }) => sum + length, 0), raters: levels.raters.size, targets: levels.targets.size };
  if (n.raters < 2 || n.targets < 2) {
    throw new AlignmentError('alignment.nothing_to_compare', `There are answers of ${n.raters} raters about ${n.targets} targets. Expected two of each at least: differences need to be seen to be estimated.`, n);
  }
  // Conditions in which all answers are alike say nothing of differences.
  const telling = conditions.filter(({ moments: { mean } }) => mean > 0 && mean < 1);
  if (telling.length === 0) throw new AlignmentError('alignment.nothing_to_compare', 'All answers of each condition are alike, so nothing tells how raters and targets differ. Plan with assumed components.', n);

  const within = telling.map(({ moments }) => withinProducts(moments));
  const pooled = { raters: pooledCovariance(within.map(({ raters }) => raters)), targets: pooledCovariance(within.map(({ targets }) => targets)) };
  let [raterSd, targetSd] = [0, 0];
  // Each depends on the other through the log-odds at which a score lies, which settles quickly.
  for (let pass = 0; pass < 5; pass++) {
    raterSd = sdGiving(telling, within.map(({ raters }) => raters.pairs), pooled.raters, targetSd);
    targetSd = sdGiving(telling, within.map(({ targets }) => targets.pairs), pooled.targets, raterSd);
  }
  const between = betweenProducts(telling);
  const totalSd = Math.hypot(raterSd, targetSd);
  return {
    raterSd, targetSd,
    raterOwnShare: ownShare(telling, between.raters, { sd: raterSd, totalSd }),
    targetOwnShare: ownShare(telling, between.targets, { sd: targetSd, totalSd }),
    method: `method of moments over ${n.trials} answers of ${n.raters} raters about ${n.targets} targets in ${n.conditions} ${n.conditions === 1 ? 'condition' : 'conditions'}`,
    n, scores: conditions.map(({ moments: { mean } }) => mean),
  };
}

/** Pairs of answers and the covariance of a pair. */
interface Products {
  readonly pairs: number;
  readonly covariance: number;
}

/** Residuals are from the estimated mean, which takes its variance out of their products: it is put back. */
function withinProducts({ trials, mean, raters, targets }: TwoWayMoments): { readonly raters: Products; readonly targets: Products } {
  const trialVariance = mean * (1 - mean);
  let variance = trialVariance / trials;
  const of = ({ products, pairs }: ClusterMoments): Products => ({ pairs, covariance: pairs === 0 ? 0 : products / pairs + variance });
  for (let pass = 0; pass < 3; pass++) {
    variance = (trials * trialVariance + raters.pairs * Math.max(0, of(raters).covariance) + targets.pairs * Math.max(0, of(targets).covariance)) / trials ** 2;
  }
  return { raters: of(raters), targets: of(targets) };
}

function pooledCovariance(products: readonly Products[]): number {
  const pairs = products.reduce((sum, of) => sum + of.pairs, 0);
  return pairs === 0 ? 0 : products.reduce((sum, of) => sum + of.pairs * of.covariance, 0) / pairs;
}

/** The standard deviation at which the conditions' pairs have this covariance on average; 0 where it is not above 0. */
function sdGiving(conditions: readonly Condition[], pairs: readonly number[], covariance: number, otherSd: number): number {
  const total = pairs.reduce((sum, count) => sum + count, 0);
  if (total === 0 || covariance <= 0) return 0;
  const expected = (sd: number): number => {
    const totalSd = Math.hypot(sd, otherSd);
    return conditions.reduce((sum, { moments: { mean } }, index) => {
      const at = interceptOfScore(mean, totalSd);
      return sum + (pairs[index]! / total) * sharedCovariance(at, at, { sharedSd: sd, totalSd });
    }, 0);
  };
  return bisected((sd) => expected(sd) < covariance, LARGEST_SD);
}

interface BetweenProducts extends Products {
  readonly first: number;
  readonly second: number;
}

/** Products of residuals of two conditions that share a rater and no target, and a target and no rater. */
function betweenProducts(conditions: readonly Condition[]): { readonly raters: readonly BetweenProducts[]; readonly targets: readonly BetweenProducts[] } {
  const all = conditions.flatMap((a, second) => conditions.slice(0, second).map((b) => {
    const both = sharedCells(a, b);
    const scoresOfBoth = { first: b.moments.mean, second: a.moments.mean };
    const counts = { raters: dot(trialsBy(a.table, 'rater'), trialsBy(b.table, 'rater')), targets: dot(trialsBy(a.table, 'target'), trialsBy(b.table, 'target')) };
    const sums = { raters: dot(a.moments.raters.sums, b.moments.raters.sums), targets: dot(a.moments.targets.sums, b.moments.targets.sums) };
    // What the two means have in common was taken out of each product.
    const lost = (sums.raters + sums.targets - both.products) / (a.moments.trials * b.moments.trials);
    const of = (name: 'raters' | 'targets'): BetweenProducts => {
      const pairs = counts[name] - both.pairs;
      return { ...scoresOfBoth, pairs, covariance: pairs <= 0 ? 0 : (sums[name] - both.products) / pairs + lost };
    };
    return { raters: of('raters'), targets: of('targets') };
  }));
  return { raters: all.map(({ raters }) => raters), targets: all.map(({ targets }) => targets) };
}

/** How much of a variance is a condition's own: what is missing where two conditions share a rater, or a target. */
function ownShare(conditions: readonly Condition[], between: readonly BetweenProducts[], { sd, totalSd }: { readonly sd: number; readonly totalSd: number }): number {
  const total = between.reduce((sum, { pairs }) => sum + pairs, 0);
  if (conditions.length < 2 || total === 0 || sd === 0) return OWN_SHARE_UNKNOWN;
  const covariance = between.reduce((sum, of) => sum + of.pairs * of.covariance, 0) / total;
  const expected = (sharedSd: number): number => between.reduce((sum, { pairs, first, second }) => sum + (pairs / total) * sharedCovariance(interceptOfScore(first, totalSd), interceptOfScore(second, totalSd), { sharedSd, totalSd }), 0);
  if (covariance <= 0) return 1;
  const common = bisected((value) => expected(value) < covariance, sd);
  return 1 - (common / sd) ** 2;
}

function bisected(isBelow: (value: number) => boolean, most: number): number {
  let [low, high] = [0, most];
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function trialsBy({ rowStart, target, count }: RaterTargetTable, by: 'rater' | 'target'): Float64Array {
  const result = new Float64Array(by === 'rater' ? rowStart.length - 1 : target.reduce((most, of) => Math.max(most, of + 1), 0));
  for (let rater = 0; rater + 1 < rowStart.length; rater++) {
    // Indices are inside by construction.
    for (let cell = rowStart[rater]!; cell < rowStart[rater + 1]!; cell++) result[by === 'rater' ? rater : target[cell]!]! += count[cell]!;
  }
  return result;
}

/** Arrays by target may be shorter where a condition lacks the last targets. */
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < Math.min(a.length, b.length); index++) sum += a[index]! * b[index]!;
  return sum;
}

/** Pairs of answers of two conditions with the same rater and the same target. Cells of a rater are in the order of targets. */
function sharedCells(a: Condition, b: Condition): { readonly pairs: number; readonly products: number } {
  let [pairs, products] = [0, 0];
  for (let rater = 0; rater + 1 < a.table.rowStart.length; rater++) {
    let j = b.table.rowStart[rater]!;
    const end = b.table.rowStart[rater + 1]!;
    for (let i = a.table.rowStart[rater]!; i < a.table.rowStart[rater + 1]!; i++) {
      while (j < end && b.table.target[j]! < a.table.target[i]!) j++;
      if (j >= end || b.table.target[j] !== a.table.target[i]) continue;
      pairs += a.table.count[i]! * b.table.count[j]!;
      products += (a.table.sum[i]! - a.moments.mean * a.table.count[i]!) * (b.table.sum[j]! - b.moments.mean * b.table.count[j]!);
    }
  }
  return { pairs, products };
}
