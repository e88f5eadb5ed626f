import { makeTensor } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';
import type { FusingWriter } from '../layout/fusion.ts';
import { biasOfProducts, tileMatrix, tileSize, transformWeights, windowFilters } from './winograd-filter.ts';

/** On how many axes a 3×3 convolution is filtered in tiles; with 0 it stays as it is. */
export type TiledAxes = 0 | 1 | 2;

export interface ConvSize {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * What tiles save grows with the channels of both sides, what the transforms cost does not; where no tile divides the sides, two axes waste too
 * much and read four times the weights. Measured by `bench/winograd.ts`; decision 0015.
 */
export function axesThatPay({ inChannels, outChannels, height, width }: ConvSize): TiledAxes {
  const channels = Math.min(inChannels, outChannels);
  const isDivided = height % tileSize === 0 && width % tileSize === 0;
  if (channels >= 128 && height * width >= 8 ** 2 && isDivided) return 2;
  return channels >= 64 && height * width >= 4 ** 2 ? 1 : 0;
}

/**
 * Computes a 3×3 convolution with stride 1 and one cell of padding by Winograd's minimal filtering, in a half of the multiplications (one
 * axis) or a quarter (two). The gradient of such a convolution is one as well.
 * @param image in the blocked layout
 * @returns the result, in the blocked layout
 */
export function filterInTiles(g: FusingWriter, image: string, { weights, bias, rest: [height, width], axes }: { readonly weights: Tensor; readonly bias: Float32Array | undefined; readonly rest: readonly [number, number]; readonly axes: 1 | 2 }): string {
  const [outChannels, inChannels] = weights.shape as readonly [number, number];
  const [down, across] = [Math.ceil(height / tileSize), Math.ceil(width / tileSize)];
  const rows = windows(g, image, 'rows', { channels: inChannels, size: height, tiles: down, margin: axes === 1 ? 1 : 0 });
  const parts = axes === 1 ? rows : rows.flatMap((row) => windows(g, row, 'columns', { channels: inChannels, size: width, tiles: across, margin: 0 }));
  const products = g.conv(g.write('Concat', parts, { axis: 1 }), transformWeights(weights, axes, g.block), { areBlocked: true, group: parts.length, bias: bias === undefined ? undefined : biasOfProducts(bias, axes) });
  const columns = axes === 1 ? width : across;
  const blocks = outChannels / g.block;
  const tiles = g.write('MatMul', [g.constant(tileMatrix(axes)), g.reshape(products, [0, parts.length, outChannels * down * columns])]);
  const placed = axes === 1
    ? g.write('Transpose', [g.reshape(tiles, [0, tileSize, blocks * down, width * g.block])], { perm: [0, 2, 1, 3] })
    : g.write('Transpose', [g.reshape(tiles, [0, tileSize, tileSize, blocks * down, across, g.block])], { perm: [0, 3, 1, 4, 2, 5] });
  const whole = g.reshape(placed, [0, outChannels, tileSize * down, axes === 1 ? width : tileSize * across]);
  return cropped(g, whole, outChannels, [tileSize * down - height, axes === 1 ? 0 : tileSize * across - width]);
}

/** Bᵀ of every window along an axis, an image for each of its rows. Windows begin a cell before the image, and every tile further. */
function windows(g: FusingWriter, x: string, axis: 'rows' | 'columns', { channels, size, tiles, margin }: { readonly channels: number; readonly size: number; readonly tiles: number; readonly margin: number }): string[] {
  return windowFilters.map(({ first, dilation, taps }, i) => {
    const last = first + dilation * (taps.length - 1);
    const after = tileSize * (tiles - 1) + last - size;
    const along = <Value>(value: Value, other: Value): Value[] => (axis === 'rows' ? [value, other] : [other, value]);
    const kernel = Float32Array.from({ length: channels * taps.length }, (_, tap) => taps[tap % taps.length]!);
    return g.conv(x, { type: 'float32', shape: [channels, 1, ...along(taps.length, 1)], data: kernel }, {
      group: channels, strides: along(tileSize, 1), dilations: along(dilation, 1), pads: [...along(1 - first, margin), ...along(after, margin)], key: `windows ${axis} ${i} ${channels}`,
    });
  });
}

/**
 * Leaves out what the last tiles have beyond the image, as a depthwise convolution whose first tap is 1: ONNX Runtime adds to it and bounds
 * it at once, as it would the convolution that was there.
 */
function cropped(g: FusingWriter, x: string, channels: number, [rows, columns]: readonly [number, number]): string {
  if (rows === 0 && columns === 0) return g.carrier(x, channels);
  const taps = (rows + 1) * (columns + 1);
  const first = Float32Array.from({ length: channels * taps }, (_, i) => (i % taps === 0 ? 1 : 0));
  return g.conv(x, makeTensor('float32', [channels, 1, rows + 1, columns + 1], first), { group: channels, key: `first of ${rows} ${columns} ${channels}` });
}
