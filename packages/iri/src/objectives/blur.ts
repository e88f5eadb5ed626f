import type { GraphBuilder } from '@lookalike/graph';

const kernel = [0.5, 0.5, 0.5, 0.5, 1, 0.5, 0.5, 0.5, 0.5];

/**
 * Appends ½Σ(x − stopgrad(blur x))² of each image, blur by a 3×3 kernel of 0.5 with a centre of 1, normalised to 1. Pixels beyond
 * the border repeat those at it, so that a flat image is its own blur.
 * @param image [N, C, H, W]. @param stop declares a value as constant for the gradient. @returns [N].
 * @see Nanda et al. 2023, released code
 */
export function appendBlur(b: GraphBuilder, image: string, stop: (value: string) => void): string {
  const channels = Number(b.shapeOf(image)[1]);
  const total = kernel.reduce((sum, value) => sum + value, 0);
  const weights = b.floats([channels, 1, 3, 3], Array.from({ length: channels }, () => kernel.map((value) => value / total)).flat());
  const blurred = b.conv(b.pad(image, [0, 0, 1, 1, 0, 0, 1, 1], { mode: 'edge' }), weights, { group: channels });
  stop(blurred);
  const difference = b.sub(image, blurred);
  return b.mul(b.reduceSum(b.mul(difference, difference), [1, 2, 3]), 0.5);
}
