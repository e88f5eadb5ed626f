import type { GraphBuilder } from '@lookalike/graph';

/**
 * Appends Σ|x − 0.5| of each image. At grey the slope is 0.
 * @param image [N, C, H, W]. @returns [N]. @see Nanda et al. 2023, released code
 */
export function appendL1(b: GraphBuilder, image: string): string {
  return b.reduceSum(b.abs(b.sub(image, 0.5)), [1, 2, 3]);
}
