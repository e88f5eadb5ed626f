/**
 * The representation distance d = ‖g(x) − g(x_t)‖₂ / ‖g(x_t)‖₂, summed in double precision.
 * @param representation g(x) and @param target g(x_t), of the same length.
 * @returns d ≥ 0; Infinity or NaN when ‖g(x_t)‖₂ = 0.
 * @see Nanda et al. 2023, regularizer-free objective
 */
export function relativeDistance(representation: Float32Array, target: Float32Array): number {
  let difference = 0;
  for (let i = 0; i < target.length; i++) difference += (representation[i]! - target[i]!) ** 2;
  return Math.sqrt(difference) / norm(target);
}

/** ‖v‖₂ in double precision. */
export function norm(vector: Float32Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
