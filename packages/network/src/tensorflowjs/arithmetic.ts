import { GraphError, elementCount } from '@lookalike/graph';
import { permuteTensor } from './permute-tensor.ts';
import type { TensorFlowBuilder } from './tensorflow-builder.ts';
import { axisOf, orderWithout } from './tensorflow-builder.ts';
import { imageOrder, inPlace, isSameOrder } from './value.ts';
import type { TfValue } from './value.ts';

/** x · kernel + bias over the last axis; kernel [in, out]. On an image it is a convolution of one pixel. */
export function dense(t: TensorFlowBuilder, x: TfValue, kernel: TfValue, bias?: TfValue): TfValue {
  const { pending } = x;
  const weights = t.constantOf(kernel);
  if (pending?.kind === 'flattened' && weights?.shape.length === 2 && elementCount(pending.sizes) === weights.shape[0]) {
    const apart = { ...weights, shape: [...pending.sizes, weights.shape[1]!] };
    const permutation = [...pending.order.map((axis) => axis - 1), pending.sizes.length];
    const rows = t.derivedConstant(kernel.name, `rows ${apart.shape.join()} as ${permutation.join()}`, () => ({ ...permuteTensor(apart, permutation), shape: weights.shape }));
    return { name: gemm(t, x.name, rows, bias), order: [0, 1] };
  }
  const settled = t.settled(x);
  if (t.rankOf(settled) === 2) return { name: gemm(t, t.plain(settled), t.plain(kernel), bias), order: [0, 1] };
  if (isSameOrder(settled.order, imageOrder)) {
    const [inputs, outputs] = t.shapeOf(kernel) as [number, number];
    const pixel = t.plain(t.reshape({ name: t.inOrder(kernel, [1, 0]), order: [0, 1] }, [outputs, inputs, 1, 1]));
    return { name: t.b.conv(settled.name, pixel, bias === undefined ? {} : { bias: t.plain(bias) }), order: imageOrder };
  }
  const product = { name: t.b.matMul(t.plain(settled), t.plain(kernel)), order: inPlace(t.rankOf(settled)) };
  return bias === undefined ? product : t.combine([product, bias], (b, [y, c]) => b.add(y!, c!));
}

function gemm(t: TensorFlowBuilder, x: string, weights: string, bias: TfValue | undefined): string {
  return t.b.op('Gemm', [x, weights, ...(bias === undefined ? [] : [t.plain(bias)])]);
}

/** The matrix product over the last two axes, either factor transposed or not. */
export function matMul(t: TensorFlowBuilder, x: TfValue, y: TfValue, transposes: { readonly x: boolean; readonly y: boolean }): TfValue {
  const right = transposes.y ? withLastTwoSwapped(t, y) : y;
  if (!transposes.x && t.rankOf(right) === 2 && t.rankOf(x) === 2) return dense(t, x, right);
  const left = transposes.x ? withLastTwoSwapped(t, x) : x;
  return { name: t.b.matMul(t.plain(left), t.plain(right)), order: inPlace(Math.max(t.rankOf(left), t.rankOf(right))) };
}

function withLastTwoSwapped(t: TensorFlowBuilder, x: TfValue): TfValue {
  const rank = t.rankOf(x);
  return t.transpose(x, inPlace(rank).map((axis) => (axis === rank - 1 ? rank - 2 : axis === rank - 2 ? rank - 1 : axis)));
}

export type Reduction = 'ReduceMean' | 'ReduceSum' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd';

/** Reduces over axes, which stay with size 1 if `keepDims`. */
export function reduce(t: TensorFlowBuilder, operator: Reduction, x: TfValue, { axes, keepDims }: { readonly axes: readonly number[]; readonly keepDims: boolean }): TfValue {
  const settled = t.settled(x);
  if (axes.length === 0) return settled;
  const reduced = axes.map((axis) => axisOf(axis, t.rankOf(settled)));
  const places = reduced.map((axis) => settled.order.indexOf(axis)).sort((a, b) => a - b);
  const isMeanOfImage = operator === 'ReduceMean' && places.join() === '2,3' && settled.order.length === 4;
  if (isMeanOfImage && keepDims) return { name: t.b.op('GlobalAveragePool', [settled.name]), order: settled.order };
  const name = t.b.op(operator, [settled.name, t.b.integers(places)], { keepdims: keepDims ? 1 : 0 });
  return { name, order: keepDims ? settled.order : orderWithout(settled.order, reduced) };
}

export function softmax(t: TensorFlowBuilder, operator: 'Softmax' | 'LogSoftmax', x: TfValue, axis: number): TfValue {
  const settled = t.settled(x);
  return { name: t.b.op(operator, [settled.name], { axis: t.placeOf(settled, axis) }), order: settled.order };
}

/** Joins values along an axis. */
export function concat(t: TensorFlowBuilder, values: readonly TfValue[], axis: number): TfValue {
  const settled = values.map((value) => t.settled(value));
  const [first] = settled;
  if (first === undefined) throw new GraphError('graph.shape_mismatch', 'There is nothing to join.', {});
  const order = (settled.find((value) => isSameOrder(value.order, imageOrder)) ?? settled.find((value) => t.b.constantOf(value.name) === undefined) ?? first).order;
  if (settled.some((value) => value.order.length !== order.length)) throw new GraphError('graph.shape_mismatch', `Only values with equally many axes can be joined, got ${settled.map((value) => value.order.length).join(', ')}.`, {});
  return { name: t.b.concat(settled.map((value) => t.inOrder(value, order)), order.indexOf(axisOf(axis, order.length))), order };
}
