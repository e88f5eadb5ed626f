import type { Tensor } from '@lookalike/graph';
import type { RandomTransforms } from '@lookalike/iri-configuration';
import type { Random } from '@lookalike/random';
import { resamplingValues } from './append-resampling.ts';
import { affineMap, drawTransform } from './random-transforms.ts';
import { tapCount, writeResampling } from './resampling.ts';

/** Draws a transform for every image of a call. @param sources one for each image and step. */
export function resamplingFeeds(transforms: RandomTransforms, [, heightPx, widthPx]: readonly [number, number, number], sources: readonly Random[]): Record<string, Tensor> {
  const size = tapCount * heightPx * widthPx;
  const indices = new BigInt64Array(sources.length * size);
  const weights = new Float32Array(sources.length * size);
  sources.forEach((random, i) => writeResampling(affineMap(drawTransform(transforms, random)), { heightPx, widthPx }, { indices, weights, offset: i * size }));
  return {
    [resamplingValues.indices]: { type: 'int64', shape: [sources.length, size], data: indices },
    [resamplingValues.weights]: { type: 'float32', shape: [sources.length, size], data: weights },
  };
}
