import type { Random } from '@lookalike/random';
import type { CrossedConditions } from '../crossed-conditions.ts';
import { cholesky } from '../dense-matrix.ts';

/** Standard normal draws of all conditions' scores with their correlation: one row a draw, one column a condition. */
export function jointDraws({ count, correlation }: CrossedConditions, draws: number, rng: Random): Float64Array[] {
  const lower = factorOf(count, correlation);
  return Array.from({ length: draws }, () => {
    const independent = Array.from({ length: count }, () => rng.normal());
    return Float64Array.from(lower, (row) => row.reduce((sum, value, index) => sum + value * independent[index]!, 0));
  });
}

/** Correlations are estimated two by two: where together they are impossible, they are drawn towards 0 until they are not. */
function factorOf(count: number, correlation: CrossedConditions['correlation']): readonly (readonly number[])[] {
  for (let kept = 1; kept > 0.01; kept *= 0.95) {
    const factor = cholesky(Array.from({ length: count }, (_, i) => Array.from({ length: count }, (__, j) => (i === j ? 1 : kept * correlation(i, j)))));
    if (factor !== undefined) return factor;
  }
  return Array.from({ length: count }, (_, i) => Array.from({ length: i + 1 }, (__, j) => (i === j ? 1 : 0)));
}
