import { makeTensor } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';
import { dimsOf, permuted, plainOrder, reshapedOrder } from '../order.ts';
import type { Order } from '../order.ts';
import type { PlanBuilder, Value } from '../plan-builder.ts';
import type { OutputType } from '../plan-node.ts';
import { aligned, commonOrder } from './alignment.ts';
import type { Emitter } from './emitter.ts';
import { broadcastTo, concat, filled, gather, pad, slice, sliceAxis, tile } from './kernels.ts';
import type { Range } from './kernels.ts';

/** The same numbers in another shape. Moves nothing where the axes that are split or merged lie side by side. */
export function reshapeValue(b: PlanBuilder, value: Value, { type, shape }: OutputType): Value {
  const order = reshapedOrder(value.shape, value.order, shape);
  if (order !== undefined && value.constant === undefined) return b.value(b.reshape(b.held(value, value.order), dimsOf(shape, order)), { type, shape, order });
  return { ...b.plain(b.held(value, undefined, shape), type), type };
}

function transposeValue(value: Value, permutation: readonly number[]): Value {
  const shape = permutation.map((axis) => value.shape[axis]!);
  return { ...value, shape, order: permuted(value.order, permutation) };
}

const reshape: Emitter = (b, node) => [reshapeValue(b, node.input(0), node.output)];

const transpose: Emitter = (b, node) => {
  const value = node.input(0);
  const permutation = node.list('perm') ?? plainOrder(value.shape.length).reverse();
  // A constant is kept in the graph's order, so that its axes have to move for once.
  const held = value.constant === undefined ? value : b.plain(b.held(value), value.type);
  return [{ ...transposeValue(held, permutation), type: node.output.type }];
};

/** [N, C·r², H, W] to [N, C, H·r, W·r] by opening the blocks and moving them; one movement brings all into the order of images. */
const depthToSpace: Emitter = (b, node) => {
  const value = node.input(0);
  const [n, depth, h, w] = value.shape as readonly [number, number, number, number];
  const r = node.number('blocksize', 1);
  const c = depth / (r * r);
  const isDepthFirst = node.text('mode', 'DCR') === 'DCR';
  const { type } = node.output;
  const opened = reshapeValue(b, value, { type, shape: isDepthFirst ? [n, r, r, c, h, w] : [n, c, r, r, h, w] });
  const blocks = transposeValue(opened, isDepthFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]);
  const order = [0, 2, 3, 4, 5, 1];
  const image = b.value(b.held(blocks, order), { type, shape: blocks.shape, order });
  return [reshapeValue(b, image, node.output)];
};

const spaceToDepth: Emitter = (b, node) => {
  const [n, c, h, w] = node.input(0).shape as readonly [number, number, number, number];
  const r = node.number('blocksize', 1);
  const { type } = node.output;
  const opened = reshapeValue(b, node.input(0), { type, shape: [n, c, h / r, r, w / r, r] });
  const blocks = transposeValue(opened, [0, 3, 5, 1, 2, 4]);
  const order = [0, 4, 5, 1, 2, 3];
  const image = b.value(b.held(blocks, order), { type, shape: blocks.shape, order });
  return [reshapeValue(b, image, node.output)];
};

const join: Emitter = (b, node) => {
  const values = node.inputs.map((_, i) => node.input(i));
  const rank = node.output.shape.length;
  const order = commonOrder(values, rank);
  const axis = node.axis(node.number('axis', 0), rank);
  const parts = values.filter(({ shape }) => shape[axis] !== 0).map((value) => b.held(value, order));
  return [b.value(concat(b, parts, order.indexOf(axis)), { ...node.output, order })];
};

/** Calls `pick` with the value's tensor and the place of every axis, and gives the result the node's type. */
function inOrder(b: PlanBuilder, value: Value, output: OutputType, pick: (held: ReturnType<PlanBuilder['held']>, order: Order) => ReturnType<PlanBuilder['held']>): Value {
  const { order } = value;
  return b.value(pick(b.held(value, order), order), { ...output, order });
}

const sliceNode: Emitter = (b, node) => {
  const value = node.input(0);
  const { shape } = value;
  const [starts, ends] = [node.known(1)!, node.known(2)!];
  const axes = (node.known(3) ?? starts.map((_, i) => i)).map((axis) => node.axis(axis, shape.length));
  const steps = node.known(4) ?? starts.map(() => 1);
  const ranges = shape.map((size, axis): Range => {
    const i = axes.indexOf(axis);
    if (i < 0) return { start: 0, count: size, step: 1 };
    const step = steps[i]!;
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    const bound = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, low), high);
    const start = bound(starts[i]!);
    return { start, step, count: Math.max(0, Math.ceil((bound(ends[i]!) - start) / step)) };
  });
  return [inOrder(b, value, node.output, (x, order) => {
    const placed = order.map((axis) => ranges[axis]!);
    const forward = slice(b, x, placed.map((range, place) => (range.step > 0 ? range : { start: 0, count: x.dims[place]!, step: 1 })));
    return placed.reduce((part, { start, count, step }, place) => (step > 0 ? part : gather(b, part, place, Array.from({ length: count }, (_, i) => start + i * step))), forward);
  })];
};

const split: Emitter = (b, node) => {
  const value = node.input(0);
  const axis = node.axis(node.number('axis', 0), value.shape.length);
  let start = 0;
  return node.outputs.map((output) => {
    const range = { start, count: output.shape[axis]!, step: 1 };
    start += range.count;
    return inOrder(b, value, output, (x, order) => sliceAxis(b, x, order.indexOf(axis), range));
  });
};

const padNode: Emitter = (b, node) => {
  const value = node.input(0);
  const given = node.known(1)!;
  const axes = (node.known(3) ?? value.shape.map((_, axis) => axis)).map((axis) => node.axis(axis, value.shape.length));
  const pads = value.shape.map((_, axis): readonly [number, number] => {
    const i = axes.indexOf(axis);
    return i < 0 ? [0, 0] : [given[i]!, given[i + axes.length]!];
  });
  const mode = node.text('mode', 'constant');
  return [inOrder(b, value, node.output, (x, order) => {
    const placed = order.map((axis) => pads[axis]!);
    if (mode !== 'constant') return placed.reduce((part, counts, place) => (counts.every((count) => count === 0) ? part : gather(b, part, place, repeatedEntries(part.dims[place]!, counts, mode))), x);
    const crop = (count: number): number => Math.max(0, -count);
    const kept = slice(b, x, placed.map(([before, after], place) => ({ start: crop(before), count: Math.max(0, x.dims[place]! - crop(before) - crop(after)), step: 1 })));
    return pad(b, kept, placed.map(([before, after]) => [Math.max(0, before), Math.max(0, after)]), node.known(2)?.[0] ?? 0);
  })];
};

/** For each position of a padded axis, the entry that it repeats. */
function repeatedEntries(size: number, [before, after]: readonly [number, number], mode: string): number[] {
  return Array.from({ length: size + before + after }, (_, position) => {
    const at = position - before;
    if (at >= 0 && at < size) return at;
    if (mode === 'edge') return at < 0 ? 0 : size - 1;
    if (mode === 'reflect') return at < 0 ? -at : 2 * (size - 1) - at;
    return ((at % size) + size) % size;
  });
}

const expand: Emitter = (b, node) => {
  const value = node.input(0);
  const order = commonOrder([value], node.output.shape.length);
  return [b.value(broadcastTo(b, aligned(b, value, order), dimsOf(node.output.shape, order)), { ...node.output, order })];
};

const tileNode: Emitter = (b, node) => {
  const repeats = node.known(1)!;
  return [inOrder(b, node.input(0), node.output, (x, order) => tile(b, x, order.map((axis) => repeats[axis]!)))];
};

/** What is known before the graph runs, such as a Shape that the graph gives out. */
function known(make: (values: readonly number[]) => Tensor): Emitter {
  return (b, node) => [b.constant(make(node.input(0).shape))];
}

const constantOfShape: Emitter = (b, node) => [b.plain(filled(b, node.output.shape, Number(node.tensor('value')?.data[0] ?? 0), node.output.type), node.output.type)];

const range: Emitter = (b, node) => {
  const [start, delta] = [node.known(0)![0]!, node.known(2)![0]!];
  return [b.constant(makeTensor(node.output.type, node.output.shape, Array.from({ length: node.output.shape[0]! }, (_, i) => start + i * delta)))];
};

const shapeNode: Emitter = (b, node) => {
  const end = node.has('end') ? node.number('end', 0) : undefined;
  return [b.constant(makeTensor('int64', node.output.shape, node.input(0).shape.slice(node.number('start', 0), end)))];
};

export const rearrangements = {
  Concat: join,
  ConstantOfShape: constantOfShape,
  DepthToSpace: depthToSpace,
  Expand: expand,
  Flatten: reshape,
  Pad: padNode,
  Range: range,
  Reshape: reshape,
  Shape: shapeNode,
  Size: known((shape) => makeTensor('int64', [], [shape.reduce((count, size) => count * size, 1)])),
  Slice: sliceNode,
  SpaceToDepth: spaceToDepth,
  Split: split,
  Squeeze: reshape,
  Tile: tileNode,
  Transpose: transpose,
  Unsqueeze: reshape,
} satisfies Record<string, Emitter>;
