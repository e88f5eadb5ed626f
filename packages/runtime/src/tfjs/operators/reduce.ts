import { dimsOf, plainOrder, withoutAxes } from '../order.ts';
import type { Held, PlanBuilder } from '../plan-builder.ts';
import { align } from './alignment.ts';
import type { Emitter } from './emitter.ts';
import { arithmetic, reduce, unary } from './kernels.ts';
import type { ReduceKernel } from './kernels.ts';

/** Reduces over the axes that the second input names, over all of them where it names none. */
function reduced(f: (b: PlanBuilder, x: Held, places: readonly number[]) => Held): Emitter {
  return (b, node) => {
    const value = node.input(0);
    const rank = value.shape.length;
    const named = node.known(1) ?? [];
    const everything = node.number('noop_with_empty_axes', 0) !== 0 ? [] : plainOrder(rank);
    const axes = named.length > 0 ? named.map((axis) => node.axis(axis, rank)) : everything;
    const places = value.order.flatMap((axis, place) => (axes.includes(axis) ? [place] : []));
    const result = f(b, b.held(value, value.order), places);
    const order = node.number('keepdims', 1) !== 0 ? value.order : withoutAxes(value.order, axes);
    return [b.value(b.reshape(result, dimsOf(node.output.shape, order)), { ...node.output, order })];
  };
}

const plain = (kernel: ReduceKernel): Emitter => reduced((b, x, places) => reduce(b, kernel, x, places));

/** Softmax and its logarithm, which the kernels have for the last axis only. */
const softmax: Emitter = (b, node) => {
  const value = node.floats(0);
  const rank = value.shape.length;
  const axis = node.axis(node.number('axis', -1), rank);
  const order = [...value.order.filter((other) => other !== axis), axis];
  const x = b.held(value, order);
  const flat = b.reshape(x, [x.dims.slice(0, -1).reduce((count, size) => count * size, 1), x.dims.at(-1)!]);
  const result = b.kernel('Softmax', { logits: flat }, { dim: 1 }, flat);
  return [b.value(b.reshape(result, x.dims), { ...node.output, order })];
};

const logSoftmax: Emitter = (b, node) => {
  const value = node.floats(0);
  const axis = node.axis(node.number('axis', -1), value.shape.length);
  const { held: [x], wrap } = align(b, [value], node.output);
  const place = [value.constant === undefined ? value.order.indexOf(axis) : axis];
  const centred = arithmetic(b, 'Sub', x!, reduce(b, 'Max', x!, place));
  return wrap(arithmetic(b, 'Sub', centred, unary(b, 'Log', reduce(b, 'Sum', unary(b, 'Exp', centred), place))));
};

const cumSum: Emitter = (b, node) => {
  const value = node.input(0);
  const axis = node.axis(node.known(1)![0]!, value.shape.length);
  const x = b.held(value, value.order);
  const attributes = { axis: value.order.indexOf(axis), exclusive: node.number('exclusive', 0) !== 0, reverse: node.number('reverse', 0) !== 0 };
  return [b.value(b.kernel('Cumsum', { x }, attributes, x), { ...node.output, order: value.order })];
};

export const reductions = {
  CumSum: cumSum,
  LogSoftmax: logSoftmax,
  ReduceL2: reduced((b, x, places) => unary(b, 'Sqrt', reduce(b, 'Sum', unary(b, 'Square', x), places))),
  ReduceMax: plain('Max'),
  ReduceMean: plain('Mean'),
  ReduceMin: plain('Min'),
  ReduceProd: plain('Prod'),
  ReduceSum: plain('Sum'),
  Softmax: softmax,
} satisfies Record<string, Emitter>;
