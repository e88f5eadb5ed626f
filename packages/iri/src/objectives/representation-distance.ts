import type { GraphBuilder } from '@lookalike/graph';

/**
 * Appends d = ‖g(x) − g(x_t)‖₂ / ‖g(x_t)‖₂ over everything but the batch.
 * @param representation and @param target names of values [N, …].
 * @returns name of a value [N].
 * @see Nanda et al. 2023, eq. 1 as released (`reg_free`)
 */
export function appendRelativeDistance(b: GraphBuilder, representation: string, target: string): string {
  const axes = b.shapeOf(representation).map((_, axis) => axis).slice(1);
  return b.div(b.reduceL2(b.sub(representation, target), axes), b.reduceL2(target, axes));
}

/**
 * Appends the weighted mean of d at several layers: (d + Σ wₗ·dₗ) / (1 + Σ wₗ), the studied layer's weight being 1.
 * @param distances names of values [N], the studied layer's first. @param weights of the others.
 */
export function appendLayerMean(b: GraphBuilder, distances: readonly string[], weights: readonly number[]): string {
  const [studied, ...others] = distances as [string, ...string[]];
  if (others.length === 0) return studied;
  const sum = others.reduce((running, distance, i) => b.add(running, b.mul(distance, weights[i]!)), studied);
  return b.div(sum, weights.reduce((total, weight) => total + weight, 1));
}
