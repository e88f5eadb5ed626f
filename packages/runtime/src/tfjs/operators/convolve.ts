import type { Value, Held, PlanBuilder } from '../plan-builder.ts';
import { concat, pad, slice, sliceAxis } from './kernels.ts';

/** How a kernel slides along rows or columns; negative padding crops. */
export interface Slide {
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

export interface Convolution {
  /** [N, H, W, C] */
  readonly image: Held;
  /** [M, C/group, rows, columns] or [M, C/group, columns] */
  readonly weights: Value;
  readonly slides: readonly [rows: Slide, columns: Slide];
  readonly group: number;
  /** [M] */
  readonly bias?: Held | undefined;
  readonly isRelu?: boolean;
}

/** A convolution of an image [N, H, W, C], with groups, dilation and any padding. @returns [N, H′, W′, M] */
export function convolve(b: PlanBuilder, convolution: Convolution): Held {
  const { weights, group } = convolution;
  const image = cropped(b, convolution);
  const channels = image.dims[3]!;
  const outputs = weights.shape[0]!;
  const kernel = kernelSize(weights);
  if (group === 1) return call(b, { ...convolution, image }, b.held(weights, weights.shape.length === 3 ? [2, 1, 0] : [2, 3, 1, 0], [...kernel, channels, outputs]), outputs);
  if (group === channels) return eachChannel(b, { ...convolution, image }, depthwiseFilter(b, weights, group), outputs);
  // Neither library has groups: one convolution per group.
  const [inGroup, outGroup] = [channels / group, outputs / group];
  const parts = Array.from({ length: group }, (_, g) => call(b, {
    ...convolution,
    image: sliceAxis(b, image, 3, { start: g * inGroup, count: inGroup, step: 1 }),
    bias: convolution.bias && sliceAxis(b, convolution.bias, 0, { start: g * outGroup, count: outGroup, step: 1 }),
  }, groupFilter(b, weights, g, group), outGroup));
  return concat(b, parts, 3);
}

function kernelSize({ shape }: Value): readonly [number, number] {
  return shape.length === 3 ? [1, shape[2]!] : [shape[2]!, shape[3]!];
}

/** Cuts off what negative padding says, unless it is less than a stride at the end, where no window reaches. */
function cropped(b: PlanBuilder, { image, slides }: Convolution): Held {
  const bounds = image.dims.map((size, axis) => {
    const { before, after, stride } = slides[axis - 1] ?? { before: 0, after: 0, stride: 1 };
    const start = Math.max(0, -before);
    return { start, count: size - start - (-after < stride ? 0 : -after), step: 1 };
  });
  return bounds.every(({ count }, axis) => count === image.dims[axis]) ? image : slice(b, image, bounds);
}

/** The convolution itself, with bias and Relu computed along. */
function call(b: PlanBuilder, { image, slides: [rows, columns], bias, isRelu = false }: Convolution, filter: Held, outputs: number, mode: 'all channels' | 'each channel' = 'all channels'): Held {
  const grow = (count: number): number => Math.max(0, count);
  const pads = [[grow(rows.before), grow(rows.after)], [grow(columns.before), grow(columns.after)]] as const;
  const [height, width] = pads.map(([before, after], i) => {
    const { stride, dilation } = i === 0 ? rows : columns;
    return Math.floor((image.dims[i + 1]! + before + after - dilation * (filter.dims[i]! - 1) - 1) / stride) + 1;
  }) as [number, number];
  const isPadded = pads.flat().some((count) => count > 0);
  // The depthwise kernels take no padding that differs from side to side.
  const padded = mode === 'each channel' && isPadded ? pad(b, image, [[0, 0], ...pads, [0, 0]]) : image;
  const inputs = { x: padded, filter, ...(bias !== undefined && { bias }) };
  return b.kernel(mode === 'all channels' ? 'FusedConv2D' : 'FusedDepthwiseConv2D', inputs, {
    strides: [rows.stride, columns.stride],
    pad: mode === 'all channels' && isPadded ? [[0, 0], ...pads, [0, 0]] : 'valid',
    dataFormat: 'NHWC',
    dilations: [rows.dilation, columns.dilation],
    activation: isRelu ? 'relu' : 'linear',
  }, { dims: [image.dims[0]!, height, width, outputs], type: 'float32' });
}

/** TensorFlow's depthwise kernel takes one stride for both axes; where they differ, every place is computed and the wanted ones are taken. */
function eachChannel(b: PlanBuilder, convolution: Convolution, filter: Held, outputs: number): Held {
  const [rows, columns] = convolution.slides;
  if (rows.stride === columns.stride) return call(b, convolution, filter, outputs, 'each channel');
  const dense = call(b, { ...convolution, slides: [{ ...rows, stride: 1 }, { ...columns, stride: 1 }] }, filter, outputs, 'each channel');
  return [rows, columns].reduce((result, { stride }, i) => sliceAxis(b, result, i + 1, { start: 0, count: Math.ceil(result.dims[i + 1]! / stride), step: stride }), dense);
}

/** [C·m, 1, rows, columns] as [rows, columns, C, m]. */
function depthwiseFilter(b: PlanBuilder, weights: Value, channels: number): Held {
  const outputs = weights.shape[0]!;
  // Axis 0 is the outermost, so splitting it into channels and filters moves nothing once it lies last.
  const [rows, columns] = kernelSize(weights);
  return b.held(weights, weights.shape.length === 3 ? [1, 2, 0] : [1, 2, 3, 0], [rows, columns, channels, outputs / channels]);
}

/** The filters of one group, [rows, columns, C/group, M/group]. */
function groupFilter(b: PlanBuilder, weights: Value, g: number, group: number): Held {
  const { constant, shape } = weights;
  const outGroup = shape[0]! / group;
  const order = shape.length === 3 ? [2, 1, 0] : [2, 3, 1, 0];
  const dims = [...kernelSize(weights), shape[1]!, outGroup];
  if (constant === undefined) return sliceAxis(b, b.held(weights, order, [...kernelSize(weights), shape[1]!, shape[0]!]), 3, { start: g * outGroup, count: outGroup, step: 1 });
  const size = constant.data.length / group;
  const own = b.part(constant, `group ${g}`, () => ({ type: constant.type, shape: [outGroup, ...shape.slice(1)], data: constant.data.slice(g * size, (g + 1) * size) }));
  return b.held({ ...weights, shape: own.shape, constant: own }, order, dims);
}
