import type { GraphBuilder } from '@lookalike/graph';

/**
 * Appends ‖x‖₆ of each image. Of a black image it is 0 and so is its slope.
 * @param image [N, C, H, W] in [0, 1]. @returns [N].
 * @see Mahendran and Vedaldi 2015, section 3 (α-norm with α = 6); Nanda et al. 2023, released code
 */
export function appendL6(b: GraphBuilder, image: string): string {
  const square = b.mul(image, image);
  const sum = b.reduceSum(b.mul(b.mul(square, square), square), [1, 2, 3]);
  // The root has no slope at 0, and ∞ · 0 would be NaN there.
  const isBlack = b.equal(sum, 0);
  return b.where(isBlack, 0, b.pow(b.where(isBlack, 1, sum), 1 / 6));
}
