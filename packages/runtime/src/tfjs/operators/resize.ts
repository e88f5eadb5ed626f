import { evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import { dimsOf } from '../order.ts';
import type { Held, PlanBuilder } from '../plan-builder.ts';
import type { PlanNode } from '../plan-node.ts';
import type { Emitter } from './emitter.ts';
import { arithmetic, gather } from './kernels.ts';

/**
 * Axis by axis: a sum over picked entries times their weights. The weights are the graph's own arithmetic applied to single entries, so
 * that no mode can come to mean something else here; the kernels of TensorFlow.js know few of them.
 */
const resize: Emitter = (b, node) => {
  const value = node.floats(0);
  const { order } = value;
  const result = node.output.shape.reduce((x, _, axis) => resizeAxis(b, x, { place: order.indexOf(axis), weights: weightsOf(node, axis) }), b.held(value, order));
  return [b.value(b.reshape(result, dimsOf(node.output.shape, order)), { ...node.output, order })];
};

interface Weights {
  readonly output: number;
  readonly input: number;
  /** Row-major [output, input]; absent where the axis stays as it is. */
  readonly data: Float64Array;
}

/** Resizes an identity matrix as the node resizes this axis. */
function weightsOf(node: PlanNode, axis: number): Weights | undefined {
  const { attributes } = node.graphNode;
  const [input, output] = [node.input(0).shape[axis]!, node.output.shape[axis]!];
  const given = (index: number): number[] | undefined => {
    const values = node.known(index);
    return values === undefined || values.length === 0 ? undefined : values;
  };
  const named = node.list('axes')?.map((entry) => node.axis(entry, node.input(0).shape.length)) ?? node.input(0).shape.map((_, i) => i);
  const at = named.indexOf(axis);
  const [scales, sizes] = [given(2), given(3)];
  if (at < 0 || (input === output && (scales?.[at] ?? 1) === 1)) return undefined;
  const b = new GraphBuilder();
  const { axes: _, ...rest } = attributes;
  const identity = b.floats([input, input], Array.from({ length: input * input }, (__, i) => (i % (input + 1) === 0 ? 1 : 0)));
  const inputs = sizes === undefined ? [identity, '', b.floats([2], [scales![at]!, 1])] : [identity, '', '', b.integers([sizes[at]!, input])];
  const name = b.output(b.op('Resize', inputs, rest));
  return { input, output, data: evaluate(b.build(), new Map()).get(name)!.data as Float64Array };
}

function resizeAxis(b: PlanBuilder, x: Held, { place, weights }: { readonly place: number; readonly weights: Weights | undefined }): Held {
  if (weights === undefined) return x;
  const rows = Array.from({ length: weights.output }, (_, row) => Array.from(weights.data.subarray(row * weights.input, (row + 1) * weights.input), (weight, entry) => ({ weight, entry })).filter(({ weight }) => weight !== 0));
  const taps = Math.max(...rows.map((row) => row.length));
  const parts = Array.from({ length: taps }, (_, tap) => {
    const picked = gather(b, x, place, rows.map((row) => row[tap]?.entry ?? 0));
    const factors = rows.map((row) => row[tap]?.weight ?? 0);
    if (factors.every((factor) => factor === 1)) return picked;
    return arithmetic(b, 'Multiply', picked, b.numbers(makeTensor('float32', x.dims.map((__, axis) => (axis === place ? weights.output : 1)), factors)));
  });
  return parts.reduce((sum, part) => arithmetic(b, 'Add', sum, part));
}

export const resizing = { Resize: resize } satisfies Record<string, Emitter>;
