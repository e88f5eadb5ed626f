import type { GraphBuilder } from '@lookalike/graph';
import { tapCount } from './resampling.ts';

/** Names of the inputs that say where each pixel comes from. */
export const resamplingValues = { indices: 'resamplingIndices', weights: 'resamplingWeights' } as const;

/**
 * Appends an image resampled as two new inputs say, `resamplingIndices` (int64) and `resamplingWeights`, both [N, 4·H·W]: each pixel
 * is the weighted sum of four pixels, and grey (0.5) for what the weights leave of 1.
 * @param image [N, C, H, W]. @returns the same shape.
 */
export function appendResampling(b: GraphBuilder, image: string): string {
  const [batch, ...sizes] = b.shapeOf(image);
  const [channels, height, width] = sizes.map(Number) as [number, number, number];
  const area = height * width;
  const indices = b.input(resamplingValues.indices, { type: 'int64', shape: [batch!, tapCount * area] });
  const weights = b.input(resamplingValues.weights, { type: 'float32', shape: [batch!, tapCount * area] });
  const taps = b.op('GatherElements', [b.reshape(image, [0, channels, area]), b.expand(b.unsqueeze(indices, [1]), [1, channels, 1])], { axis: 2 });
  // Samples of the image minus grey, so that what is outside of it counts as grey.
  const weighted = b.mul(b.sub(taps, 0.5), b.unsqueeze(weights, [1]));
  const sum = b.reduceSum(b.reshape(weighted, [0, channels, tapCount, area]), [2]);
  return b.add(b.reshape(sum, [0, channels, height, width]), 0.5);
}
