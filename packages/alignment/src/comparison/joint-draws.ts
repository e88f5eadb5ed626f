import type { Random } from '@lookalike/random';
import { cholesky, type Matrix } from '../dense-matrix.ts';
import { quantileOfSorted } from '../two-way-bootstrap.ts';

/** Standard normal draws with a correlation: one row a draw. */
export function jointDraws(correlation: Matrix, draws: number, rng: Random): Float64Array[] {
  const lower = factorOf(correlation);
  return Array.from({ length: draws }, () => {
    const independent = Float64Array.from(lower, () => rng.normal());
    return Float64Array.from(lower, (row) => {
      let sum = 0;
      for (let index = 0; index < row.length; index++) sum += row[index]! * independent[index]!;
      return sum;
    });
  });
}

/** Correlations are estimated two by two: where together they are impossible, they are drawn towards 0 until they are not. */
function factorOf(correlation: Matrix): Matrix {
  for (let kept = 1; kept > 0.01; kept *= 0.95) {
    const factor = cholesky(correlation.map((row, i) => row.map((value, j) => (i === j ? 1 : kept * value))));
    if (factor !== undefined) return factor;
  }
  return correlation.map((_, i) => Array.from({ length: i + 1 }, (__, j) => (i === j ? 1 : 0)));
}

/** The level's quantile of the largest standardised deviation of a family of weighted sums. */
export function largestDeviation(weightsOf: readonly (readonly number[])[], standardErrors: readonly number[], joint: readonly Float64Array[], level: number): number {
  const largest = new Float64Array(joint.length);
  for (const weights of weightsOf) {
    // Most sums have two parts.
    const parts = weights.flatMap((weight, index) => (weight === 0 ? [] : [{ index, weight: weight * standardErrors[index]! }]));
    const sums = Float64Array.from(joint, (draw) => {
      let sum = 0;
      for (const { index, weight } of parts) sum += weight * draw[index]!;
      return sum;
    });
    const sd = Math.sqrt(sums.reduce((total, sum) => total + sum ** 2, 0) / sums.length);
    if (sd > 0) for (let draw = 0; draw < sums.length; draw++) largest[draw] = Math.max(largest[draw]!, Math.abs(sums[draw]!) / sd);
  }
  return quantileOfSorted(largest.sort(), level);
}
