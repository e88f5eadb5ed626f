import type { GraphNode } from '@lookalike/graph';
import type { BlockedGraph } from './forms.ts';
import { axisOf } from './shapes.ts';

/** Pools and sums over the places of an image, in the blocked layout where it is there. @returns whether it did */
export function writePool(g: BlockedGraph, { operator, inputs: [x], outputs, attributes }: GraphNode): boolean {
  const image = g.imageShapeOf(x!);
  const isUsual = (attributes['auto_pad'] ?? 'NOTSET') === 'NOTSET' && Number(attributes['ceil_mode'] ?? 0) === 0 && outputs.length === 1;
  if (!g.isInBlocks(x!) || image?.rest.length !== 2 || !isUsual) return false;
  if (operator === 'GlobalAveragePool') {
    if (!g.fitsBlocks(image.channels)) return false;
    // In memory, one value a channel is the same in both layouts.
    g.writeBlocked(operator, g.image(x!), {}, outputs[0]);
    g.setPlain(outputs[0]!);
    return true;
  }
  g.setImage(outputs[0]!, g.writeBlocked(operator as 'MaxPool' | 'AveragePool', g.image(x!), attributes));
  return true;
}

export function writeReduction(g: BlockedGraph, { operator, inputs: [x, over], outputs: [result], attributes }: GraphNode): boolean {
  const image = g.imageShapeOf(x!);
  const rank = g.typeOf(x!).shape.length;
  const axes = g.numbersOf(over)?.map((axis) => axisOf(axis, rank)).sort((a, b) => a - b);
  if (!g.isInBlocks(x!) || image === undefined || !g.fitsBlocks(image.channels) || axes === undefined) return false;
  if (axes.join() !== image.rest.map((_, i) => i + 2).join()) return false;
  const reduced = g.write(operator, [g.blocks(x!), g.integers(axes)], { ...attributes, keepdims: 0 });
  g.reshape(reduced, [0, image.channels, ...(Number(attributes['keepdims'] ?? 1) === 1 ? image.rest.map(() => 1) : [])], result);
  g.setPlain(result!);
  return true;
}
