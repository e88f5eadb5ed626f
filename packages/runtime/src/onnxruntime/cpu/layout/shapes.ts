import type { GraphNode } from '@lookalike/graph';
import type { BlockedGraph } from './forms.ts';

/** What moves values, in the blocked layout where its images are there. @returns whether it did */
type Rule = (g: BlockedGraph, node: GraphNode) => boolean;

/** Channels stay in whole blocks; or they are not touched, and the other axes are where they were. */
export const shapeRules: Readonly<Record<string, Rule>> = {
  Concat(g, { inputs, outputs: [result], attributes }) {
    const axis = axisOf(Number(attributes['axis']), g.typeOf(result!).shape.length);
    const fits = inputs.every((name) => g.canBeInBlocks(name) && g.fitsBlocks(g.imageShapeOf(name)!.channels));
    if (axis === 0 || !fits || !inputs.some((name) => g.isInBlocks(name))) return false;
    if (axis === 1) g.setImage(result!, g.write('Concat', inputs.map((name) => g.image(name)), { axis }));
    else g.setBlocks(result!, g.write('Concat', inputs.map((name) => g.blocks(name)), { axis }));
    return true;
  },

  Slice(g, { inputs: [x, ...bounds], outputs: [result] }) {
    const [starts, ends, axes, steps] = bounds.map((name) => g.numbersOf(name));
    if (!g.isInBlocks(x!) || starts === undefined || ends === undefined || axes === undefined || (bounds.length > 3 && steps === undefined)) return false;
    const rank = g.typeOf(x!).shape.length;
    const all = axes.map((axis) => axisOf(axis, rank));
    if (all.every((axis) => axis >= 2) && g.fitsBlocks(g.imageShapeOf(x!)!.channels)) {
      g.setBlocks(result!, g.write('Slice', [g.blocks(x!), g.integers(starts), g.integers(ends), g.integers(all), ...(steps === undefined ? [] : [g.integers(steps)])]));
      return true;
    }
    const { channels } = g.imageShapeOf(x!)!;
    const [start, end] = [starts[0]!, ends[0]!].map((at) => Math.min(channels, at < 0 ? at + channels : at)) as [number, number];
    if (all.join() !== '1' || (steps ?? [1])[0] !== 1 || ![channels, start, end].every((at) => g.fitsBlocks(at))) return false;
    g.setImage(result!, g.write('Slice', [g.image(x!), g.integers([start]), g.integers([end]), g.integers([1])]));
    return true;
  },

  Pad(g, { inputs: [x, amounts, value, axes], outputs: [result], attributes }) {
    const pads = g.numbersOf(amounts);
    if (!g.isInBlocks(x!) || pads === undefined || (axes ?? '') !== '' || !g.fitsBlocks(g.imageShapeOf(x!)!.channels)) return false;
    const rank = pads.length / 2;
    const [before, after] = [pads.slice(0, rank), pads.slice(rank)];
    if ([before, after].some((side) => side[0] !== 0 || side[1] !== 0)) return false;
    g.setBlocks(result!, g.write('Pad', [g.blocks(x!), g.integers([...before, 0, ...after, 0]), ...(value === undefined ? [] : [g.plain(value)])], attributes));
    return true;
  },

  Reshape(g, node) {
    const { inputs: [x], outputs: [result] } = node;
    const [from, to] = [g.imageShapeOf(x!), g.imageShapeOf(result!)];
    const isSameBatch = g.typeOf(x!).shape[0] === g.typeOf(result!).shape[0];
    if (!g.hasBlocks(x!) || !isSameBatch || to === undefined || from?.channels !== to.channels || !g.fitsBlocks(to.channels)) return false;
    if (!g.isInBlocks(x!)) g.adopt(node);
    g.setBlocks(result!, g.reshape(g.image(x!), [0, to.channels / g.block, ...to.rest, g.block]), g.isInBlocks(x!));
    return true;
  },

  Transpose(g, node) {
    const { inputs: [x], outputs: [result], attributes } = node;
    const order = attributes['perm'] as readonly number[] | undefined;
    const rank = g.typeOf(x!).shape.length;
    if (g.isInBlocks(x!) && order?.slice(0, 2).join() === '0,1' && g.fitsBlocks(g.imageShapeOf(x!)!.channels)) {
      g.setBlocks(result!, g.write('Transpose', [g.blocks(x!)], { perm: [...order, rank] }));
      return true;
    }
    if (g.isInBlocks(x!) && order?.join() === '0,2,3,1') {
      g.toChannelsLast(g.image(x!), g.imageShapeOf(x!)!.channels, result!);
      g.setPlain(result!);
      return true;
    }
    if (order?.join() === '0,3,1,2' && g.typeOf(x!).type === 'float32' && (g.imageShapeOf(result!)?.channels ?? 1) % 4 === 0) {
      g.adopt(node);
      g.setImage(result!, g.fromChannelsLast(g.plain(x!)), false);
      return true;
    }
    return false;
  },

  /** Of one value, or of one for each channel. */
  Expand(g, node) {
    const { inputs: [x, target], outputs: [result] } = node;
    const whole = g.imageShapeOf(result!);
    const { type, shape } = g.typeOf(x!);
    if (type !== 'float32' || whole === undefined || !g.fitsBlocks(whole.channels)) return false;
    g.adopt(node);
    if (shape.every((size) => size === 1)) g.setImage(result!, result!, false);
    else if (g.constantOf(target) !== undefined && shape.length === g.typeOf(result!).shape.length && shape[1] === whole.channels && shape.slice(2).every((size) => size === 1)) {
      const each = g.reshape(g.plain(x!), [shape[0] === 1 ? 1 : 0, whole.channels / g.block, ...whole.rest.map(() => 1), g.block]);
      g.setBlocks(result!, g.write('Expand', [each, g.integers([1, whole.channels / g.block, ...whole.rest, g.block])]), false);
    }
    return true;
  },

  /** The shape of an image in whole blocks is its own. */
  Shape(g, { inputs: [x], outputs: [result], attributes }) {
    if (!g.isInBlocks(x!) || !g.fitsBlocks(g.imageShapeOf(x!)!.channels) || Object.keys(attributes).length > 0) return false;
    g.write('Shape', [g.image(x!)], {}, result);
    g.setPlain(result!);
    return true;
  },

  Split(g, { inputs: [x], outputs, attributes }) {
    const rank = g.typeOf(x!).shape.length;
    if (!g.isInBlocks(x!) || axisOf(Number(attributes['axis'] ?? 0), rank) !== 1) return false;
    const sizes = outputs.map((name) => g.imageShapeOf(name)!.channels);
    if (!sizes.every((size) => g.fitsBlocks(size))) return false;
    const parts = g.split(g.image(x!), sizes);
    outputs.forEach((name, i) => g.setImage(name, parts[i]!));
    return true;
  },
};

/** Counted from the front. */
export function axisOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
