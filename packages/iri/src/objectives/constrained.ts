import type { GraphBuilder } from '@lookalike/graph';

/** Names of values: d and P of each image [N], and their gradients [N, C, H, W] (or in the shape of the parameters). */
export interface ConstrainedParts {
  readonly distance: string;
  readonly perceptual: string;
  readonly distanceGradient: string;
  readonly perceptualGradient: string;
  /** τ */
  readonly maximumRepresentationDistance: number;
}

/**
 * Appends the value by which images are compared: −P where d ≤ τ, and 1 + (d − τ) where it is not. P ≥ 0, so every image that
 * keeps the constraint comes before every image that breaks it.
 */
export function appendFeasibleFirst(b: GraphBuilder, { distance, perceptual, maximumRepresentationDistance: limit }: Omit<ConstrainedParts, 'distanceGradient' | 'perceptualGradient'>): string {
  return b.where(b.greater(distance, limit), b.add(b.sub(distance, limit), 1), b.neg(perceptual));
}

/**
 * Appends the direction to step against: down in d while d > τ, else up in P along what of its gradient leaves d as it is. Both
 * are of length 1 or less, so that neither decides by its unit.
 * @see Wang and Simoncelli 2008, maximum-differentiation competition: steps along the projected gradient, then back to the level
 */
export function appendConstrainedGradient(b: GraphBuilder, { distance, distanceGradient, perceptualGradient, maximumRepresentationDistance }: ConstrainedParts): string {
  const axes = b.shapeOf(distanceGradient).map((_, axis) => axis).slice(1);
  const unit = (gradient: string): string => {
    const length = b.reduceL2(gradient, axes, true);
    return b.div(gradient, b.where(b.equal(length, 0), 1, length));
  };
  const [down, up] = [unit(distanceGradient), unit(perceptualGradient)];
  const along = b.reduceSum(b.mul(down, up), axes, true);
  const aside = b.sub(b.mul(down, along), up);
  const isBroken = b.unsqueeze(b.greater(distance, maximumRepresentationDistance), axes);
  return b.where(isBroken, down, aside);
}
