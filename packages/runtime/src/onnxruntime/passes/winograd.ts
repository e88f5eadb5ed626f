import { GraphBuilder, makeTensor, removeDeadNodes } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor, ValueType } from '@lookalike/graph';
import { rewrite } from '../rewrite.ts';
import { blockedChannels } from './blocked-channels.ts';
import { tileMatrix, tileSize, transformWeights, windowFilters } from './winograd-filter.ts';

/** On how many axes a 3×3 convolution is filtered in tiles; with 0 it stays as it is. */
export type TiledAxes = 0 | 1 | 2;

export interface ConvSize {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Computes 3×3 convolutions with constant weights, stride 1 and one cell of padding by Winograd's minimal filtering, in a half of
 * the multiplications (one axis) or a quarter (two). The gradient of such a convolution is one as well.
 * @param axesOf where that pays
 */
export function filterInTiles(graph: Graph, axesOf: (size: ConvSize) => TiledAxes = axesThatPay): Graph {
  return removeDeadNodes(rewrite(graph, { Conv: (node, inputs) => {
    const weights = graph.constants.get(node.inputs[1]!);
    const size = weights === undefined ? undefined : sizeOf(node, inputs[0]!, weights);
    const axes = size === undefined ? 0 : axesOf(size);
    return size === undefined || axes === 0 ? undefined : tiled(inputs, weights!, size, axes);
  } }));
}

/**
 * What tiles save grows with the channels of both sides, what the transforms cost does not; on small images and on those whose sides no
 * tile divides, two axes waste too much and read four times the weights. Measured by `bench/winograd.ts`; decision 0015.
 */
export function axesThatPay({ inChannels, outChannels, height, width }: ConvSize): TiledAxes {
  const channels = Math.min(inChannels, outChannels);
  const cells = height * width;
  if (channels >= 128 && cells >= 28 ** 2 && height % tileSize === 0 && width % tileSize === 0) return 2;
  return channels >= 64 && cells >= 7 ** 2 && (channels >= 128 || cells <= 128 ** 2) ? 1 : 0;
}

function sizeOf({ attributes }: GraphNode, { type, shape }: ValueType, weights: Tensor): ConvSize | undefined {
  const [outChannels, inChannels, ...kernel] = weights.shape as readonly [number, number, ...number[]];
  const [height, width] = shape.slice(2);
  const all = (name: string, value: number): boolean => ((attributes[name] ?? []) as readonly number[]).every((one) => one === value);
  const pads = attributes['pads'] as readonly number[] | undefined;
  const fits = type === 'float32' && kernel.join() === '3,3' && Number(attributes['group'] ?? 1) === 1 && pads?.join() === '1,1,1,1' &&
    all('strides', 1) && all('dilations', 1) && (attributes['auto_pad'] ?? 'NOTSET') === 'NOTSET' && [inChannels, outChannels].every((count) => count % blockedChannels === 0);
  return fits && typeof height === 'number' && typeof width === 'number' ? { inChannels, outChannels, height, width } : undefined;
}

/**
 * All of it but the step from products to tiles is convolutions and a Concat of channels, which ONNX Runtime keeps in its blocked
 * layout: a depthwise one for each row of Bᵀ, then one with a group for each product.
 */
function tiled(inputs: readonly (ValueType | undefined)[], weights: Tensor, { inChannels, outChannels, height, width }: ConvSize, axes: 1 | 2): Graph {
  const b = new GraphBuilder();
  const [image, , bias] = inputs.map((type, i) => (type === undefined ? undefined : b.input(`input ${i}`, type)));
  const [down, across] = [Math.ceil(height / tileSize), Math.ceil(width / tileSize)];
  const rows = windows(b, image!, 'rows', { channels: inChannels, size: height, tiles: down, margin: axes === 1 ? 1 : 0 });
  const parts = axes === 1 ? rows : rows.flatMap((row) => windows(b, row, 'columns', { channels: inChannels, size: width, tiles: across, margin: 0 }));
  const products = b.conv(b.concat(parts, 1), b.constant(transformWeights(weights, axes)), { group: parts.length });
  const columns = axes === 1 ? width : across;
  const tiles = b.matMul(b.constant(tileMatrix(axes)), b.reshape(products, [0, parts.length, outChannels * down * columns]));
  const whole = axes === 1
    ? b.reshape(b.transpose(b.reshape(tiles, [0, tileSize, outChannels * down, width]), [0, 2, 1, 3]), [0, outChannels, tileSize * down, width])
    : b.depthToSpace(b.reshape(tiles, [0, tileSize ** 2 * outChannels, down, across]), tileSize);
  b.output(cropped(b, whole, outChannels, [tileSize * down - height, axes === 1 ? 0 : tileSize * across - width], bias));
  return b.build();
}

/** Bᵀ of every window along an axis, a value for each of its rows. Windows begin a cell before the image, and every tile further. */
function windows(b: GraphBuilder, x: string, axis: 'rows' | 'columns', { channels, size, tiles, margin }: { readonly channels: number; readonly size: number; readonly tiles: number; readonly margin: number }): string[] {
  return windowFilters.map(({ first, dilation, taps }) => {
    const last = first + dilation * (taps.length - 1);
    const after = tileSize * (tiles - 1) + last - size;
    const along = <Value>(value: Value, other: Value): Value[] => (axis === 'rows' ? [value, other] : [other, value]);
    const kernel = Float32Array.from({ length: channels * taps.length }, (_, i) => taps[i % taps.length]!);
    return b.conv(x, b.constant(makeTensor('float32', [channels, 1, ...along(taps.length, 1)], kernel)), {
      group: channels, strides: along(tileSize, 1), dilations: along(dilation, 1), pads: [...along(1 - first, margin), ...along(after, margin)],
    });
  });
}

/**
 * Leaves out what the last tiles have beyond the image, and adds the bias, as a depthwise convolution whose first tap is 1: ONNX Runtime
 * fuses what follows (a sum, a Relu) into it, as it did into the convolution that was there.
 */
function cropped(b: GraphBuilder, x: string, channels: number, [rows, columns]: readonly [number, number], bias: string | undefined): string {
  const taps = (rows + 1) * (columns + 1);
  const first = Float32Array.from({ length: channels * taps }, (_, i) => (i % taps === 0 ? 1 : 0));
  return b.conv(x, b.constant(makeTensor('float32', [channels, 1, rows + 1, columns + 1], first)), { group: channels, ...(bias !== undefined && { bias }) });
}
