import { GraphError } from '@lookalike/graph';
import { asPair } from './sliding-window.ts';
import type { Pair } from './sliding-window.ts';
import type { TensorFlowBuilder } from './tensorflow-builder.ts';
import { imageOrder, inPlace } from './value.ts';
import type { TfValue } from './value.ts';

export interface ResizeOptions {
  readonly method: 'nearest' | 'bilinear';
  readonly size: Pair;
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  readonly isChannelsFirst?: boolean;
}

/**
 * Resizes an image as TensorFlow does: without half pixels, pixel i of the result is taken at i · scale.
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops/ResizeBilinear
 */
export function resize(t: TensorFlowBuilder, x: TfValue, { method, size, alignCorners, halfPixelCenters, isChannelsFirst = false }: ResizeOptions): TfValue {
  if (t.rankOf(x) !== 4) throw new GraphError('graph.shape_mismatch', `Resizing takes images with 4 axes, got ${t.rankOf(x)}.`, {});
  const order = isChannelsFirst ? inPlace(4) : imageOrder;
  const image = t.inOrder(x, order);
  const from = asPair(t.b.shapeOf(image).slice(2) as readonly number[], 'the size of the image');
  if (from.join() === size.join()) return { name: image, order };
  const coordinates = alignCorners ? 'align_corners' : halfPixelCenters && method === 'bilinear' ? 'half_pixel' : 'asymmetric';
  if (method === 'nearest' && halfPixelCenters && !alignCorners) return nearestAtHalfPixels(t, image, { from, size, order });
  const attributes = { mode: method === 'nearest' ? 'nearest' : 'linear', coordinate_transformation_mode: coordinates, ...(method === 'nearest' && { nearest_mode: alignCorners ? 'round_prefer_ceil' : 'floor' }) };
  // The axes in front keep their sizes, whatever the batch.
  return { name: t.b.op('Resize', [image, '', '', t.b.integers(size)], { ...attributes, axes: [2, 3] }), order };
}

/** ⌊(i + ½) · scale⌋, a rule that ONNX's Resize lacks. */
function nearestAtHalfPixels(t: TensorFlowBuilder, image: string, { from, size, order }: { readonly from: Pair; readonly size: Pair; readonly order: readonly number[] }): TfValue {
  const name = [0, 1].reduce((value, axis) => {
    const [input, output] = [from[axis]!, size[axis]!];
    if (output > 2 ** 16) throw new GraphError('graph.shape_mismatch', `An image cannot be resized to ${output} pixels.`, {});
    return t.b.gather(value, Array.from({ length: output }, (_, i) => Math.min(input - 1, Math.floor(((i + 0.5) * input) / output))), axis + 2);
  }, image);
  return { name, order };
}
