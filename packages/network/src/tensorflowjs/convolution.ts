import { GraphError, elementCount } from '@lookalike/graph';
import { asPair, padsFor } from './sliding-window.ts';
import type { Padding, Pair } from './sliding-window.ts';
import type { TensorFlowBuilder } from './tensorflow-builder.ts';
import { imageOrder, inPlace } from './value.ts';
import type { TfValue } from './value.ts';

export interface ConvolutionOptions {
  readonly strides: Pair;
  readonly dilations?: Pair;
  readonly padding: Padding;
  readonly bias?: TfValue | undefined;
  readonly isChannelsFirst?: boolean;
}

/** A convolution; kernel [H, W, in / groups, out]. */
export function conv2d(t: TensorFlowBuilder, x: TfValue, kernel: TfValue, options: ConvolutionOptions): TfValue {
  checkRanks(t, 'Conv2D', x, kernel);
  return convolve(t, x, t.inOrder(kernel, [3, 2, 0, 1]), options);
}

/** Every channel by itself; kernel [H, W, in, multiplier]. */
export function depthwiseConv2d(t: TensorFlowBuilder, x: TfValue, kernel: TfValue, options: ConvolutionOptions): TfValue {
  checkRanks(t, 'DepthwiseConv2D', x, kernel);
  const [height, width, channels, multiplier] = t.shapeOf(kernel) as [number, number, number, number];
  const apart = { name: t.inOrder(kernel, [2, 3, 0, 1]), order: inPlace(4) };
  return convolve(t, x, t.plain(t.reshape(apart, [channels * multiplier, 1, height, width])), options);
}

/** The transpose of {@link conv2d}; kernel [H, W, out, in]. `output` is the size of the result. */
export function conv2dTranspose(t: TensorFlowBuilder, x: TfValue, kernel: TfValue, { output, ...options }: ConvolutionOptions & { readonly output: Pair }): TfValue {
  checkRanks(t, 'Conv2DTranspose', x, kernel);
  const { strides, dilations = [1, 1], padding, bias, isChannelsFirst = false } = options;
  const order = imageOrderOf(isChannelsFirst);
  const image = t.inOrder(x, order);
  const weights = t.inOrder(kernel, [3, 2, 0, 1]);
  const input = asPair(t.b.shapeOf(image).slice(2) as readonly number[], 'the size of the image');
  const window = asPair(t.b.shapeOf(weights).slice(2) as readonly number[], 'the size of the kernel');
  const pads = padsFor({ input: output, kernel: window, strides, dilations, padding });
  const outputPadding = output.map((size, axis) => size - ((input[axis]! - 1) * strides[axis]! + (window[axis]! - 1) * dilations[axis]! + 1 - pads[axis]! - pads[axis + 2]!));
  if (outputPadding.some((size) => size < 0)) throw new GraphError('graph.shape_mismatch', `A transposed convolution of [${input.join(', ')}] cannot have the size [${output.join(', ')}].`, { input, output });
  const name = t.b.convTranspose(image, weights, { strides, dilations, pads, outputPadding, ...(bias !== undefined && { bias: t.plain(bias) }) });
  return { name, order };
}

function convolve(t: TensorFlowBuilder, x: TfValue, weights: string, { strides, dilations = [1, 1], padding, bias, isChannelsFirst = false }: ConvolutionOptions): TfValue {
  const spaced = x.pending?.kind === 'space-to-batch' ? x.pending : undefined;
  const order = imageOrderOf(isChannelsFirst);
  const image = t.inOrder(spaced === undefined ? x : { name: x.name, order: x.order }, order);
  const [, channels, ...input] = t.b.shapeOf(image) as readonly [unknown, number, ...number[]];
  const [, perGroup, ...kernel] = t.b.shapeOf(weights) as readonly [number, number, ...number[]];
  const group = channels / perGroup;
  if (!Number.isInteger(group)) throw new GraphError('graph.shape_mismatch', `A convolution with kernels for ${perGroup} channels does not fit an image with ${channels}.`, { channels, perGroup });
  const extras = { group, ...(bias !== undefined && { bias: t.plain(bias) }) };
  if (spaced !== undefined) {
    if (padding !== 'valid' || elementCount(strides) !== 1 || elementCount(dilations) !== 1 || spaced.paddings === undefined) t.settled(x);
    const [[top, bottom], [left, right]] = spaced.paddings as readonly [Pair, Pair];
    return { name: t.b.conv(image, weights, { ...extras, strides: [1, 1], dilations: spaced.block, pads: [top, left, bottom, right] }), order, pending: { ...spaced, paddings: undefined } };
  }
  const pads = padsFor({ input: asPair(input, 'the size of the image'), kernel: asPair(kernel, 'the size of the kernel'), strides, dilations, padding });
  return { name: t.b.conv(image, weights, { ...extras, strides, dilations, pads }), order };
}

export interface PoolingOptions {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly isChannelsFirst?: boolean;
}

/** The greatest value or the mean of each window; padding counts in neither. */
export function pool2d(t: TensorFlowBuilder, kind: 'max' | 'average', x: TfValue, { kernel, strides, padding, isChannelsFirst = false }: PoolingOptions): TfValue {
  if (t.rankOf(x) !== 4) throw new GraphError('graph.shape_mismatch', `Pooling takes images with 4 axes, got ${t.rankOf(x)}.`, {});
  const order = imageOrderOf(isChannelsFirst);
  const image = t.inOrder(x, order);
  const input = asPair(t.b.shapeOf(image).slice(2) as readonly number[], 'the size of the image');
  const options = { kernel, strides, pads: padsFor({ input, kernel, strides, dilations: [1, 1], padding }) };
  return { name: kind === 'max' ? t.b.maxPool(image, options) : t.b.averagePool(image, options), order };
}

/** The order in which the graph keeps an image of the file. */
function imageOrderOf(isChannelsFirst: boolean): readonly number[] {
  return isChannelsFirst ? inPlace(4) : imageOrder;
}

function checkRanks(t: TensorFlowBuilder, operation: string, x: TfValue, kernel: TfValue): void {
  if (t.rankOf(x) === 4 && t.rankOf(kernel) === 4) return;
  throw new GraphError('graph.shape_mismatch', `${operation} takes an image and a kernel with 4 axes each, got ${t.rankOf(x)} and ${t.rankOf(kernel)}.`, {});
}
