import type { GraphNode, Tensor } from '@lookalike/graph';
import { blockedChannels } from '../block-channels.ts';
import type { BlockedGraph } from './forms.ts';
import type { ConvAttributes } from './writer.ts';
import { axesThatPay, filterInTiles } from '../winograd/filter-in-tiles.ts';
import type { ConvSize, TiledAxes } from '../winograd/filter-in-tiles.ts';

/** On how many axes a convolution of that size is filtered in tiles. */
export type AxesOf = (size: ConvSize) => TiledAxes;

/** A convolution with constant weights, in the blocked layout. @returns whether it can be there */
export function writeConv(g: BlockedGraph, { operator, inputs: [x, filter, offset], outputs: [result], attributes }: GraphNode, axesOf: AxesOf = axesThatPay): boolean {
  const weights = g.constantOf(filter);
  const image = g.imageShapeOf(x!);
  const bias = offset === undefined || offset === '' ? undefined : g.constantOf(offset);
  const group = Number(attributes['group'] ?? 1);
  if (operator !== 'Conv' || weights?.type !== 'float32' || weights.shape.length !== 4 || image === undefined || (attributes['auto_pad'] ?? 'NOTSET') !== 'NOTSET') return false;
  if (bias === undefined && (offset ?? '') !== '') return false;
  const [filters, channels] = weights.shape as readonly [number, number];
  const isDepthwise = channels === 1 && group === filters;
  const isPlain = group === 1 && channels < g.block;
  // Of one channel to one, the convolution of a block would be one for each channel, of which a plain image has one only.
  if (isPlain && isDepthwise) return false;
  if (group > 1 && !isDepthwise && !(g.fitsBlocks(channels) && g.fitsBlocks(filters / group))) return false;
  if (!isPlain && !g.canBeInBlocks(x!)) return false;
  const { strides = [1, 1], dilations = [1, 1], pads = [0, 0, 0, 0] } = attributes as ConvAttributes;
  const axes = isPlain ? 0 : tiledAxes(weights, image.rest, { strides, dilations, pads, group }, axesOf);
  const values = bias?.data as Float32Array | undefined;
  const read = isPlain ? g.plain(x!) : g.image(x!);
  g.setImage(result!, axes === 0 ? g.conv(read, weights, { strides, dilations, pads, group, bias: values, key: filter! }) : filterInTiles(g, read, { weights, bias: values, rest: image.rest as [number, number], axes }));
  return true;
}

/** Where Winograd's filtering applies and pays; channels fit into blocks of either size, so that tiles are the same on every processor. */
function tiledAxes(weights: Tensor, [height, width]: readonly number[], { strides, dilations, pads, group }: ConvAttributes, axesOf: AxesOf): TiledAxes {
  const [outChannels, inChannels, ...kernel] = weights.shape as readonly [number, number, ...number[]];
  const fits = kernel.join() === '3,3' && group === 1 && pads!.join() === '1,1,1,1' && strides!.join() === '1,1' && dilations!.join() === '1,1' && [inChannels, outChannels].every((count) => count % blockedChannels === 0);
  return fits ? axesOf({ inChannels, outChannels, height: height!, width: width! }) : 0;
}

/** Statistics of a batch that are constant: a convolution by one factor for each channel, which can take in a bound. */
export function writeBatchNormalization(g: BlockedGraph, { inputs: [x, ...given], outputs: [result], attributes }: GraphNode): boolean {
  const tensors = given.map((name) => g.constantOf(name));
  if (!g.isInBlocks(x!) || g.imageShapeOf(x!)?.rest.length !== 2 || tensors.some((tensor) => tensor?.type !== 'float32')) return false;
  const [scale, shift, mean, variance] = tensors.map((tensor) => tensor!.data as Float32Array) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const epsilon = Number(attributes['epsilon'] ?? 1e-5);
  const factors = scale.map((value, i) => value / Math.sqrt(variance[i]! + epsilon));
  const bias = shift.map((value, i) => value - mean[i]! * scale[i]! / Math.sqrt(variance[i]! + epsilon));
  g.setImage(result!, g.conv(g.image(x!), { type: 'float32', shape: [scale.length, 1, 1, 1], data: factors }, { group: scale.length, bias }));
  return true;
}
