import { makeTensor } from '@lookalike/graph';
import type { ElementType } from '@lookalike/graph';
import type { Held, PlanBuilder } from '../plan-builder.ts';
import type { KernelType } from '../tensors.ts';

/** Kernel calls that several operators are made of. Axes are those of the tensor in memory, not the graph's. */

/** Kernels y = f(x), element by element. */
export type UnaryKernel = 'Abs' | 'Acos' | 'Acosh' | 'Asin' | 'Asinh' | 'Atan' | 'Atanh' | 'Ceil' | 'Cos' | 'Cosh' | 'Erf' | 'Exp' | 'Expm1' | 'Floor' | 'Log' | 'Log1p' | 'LogicalNot' | 'Neg' | 'Reciprocal' | 'Relu' | 'Round' | 'Rsqrt' | 'Sigmoid' | 'Sign' | 'Sin' | 'Sinh' | 'Sqrt' | 'Square' | 'Tan' | 'Tanh';
/** Kernels y = f(a, b) of one type that broadcast. */
export type ArithmeticKernel = 'Add' | 'Maximum' | 'Minimum' | 'Mod' | 'Multiply' | 'Pow' | 'RealDiv' | 'Sub';
export type ComparisonKernel = 'Equal' | 'Greater' | 'GreaterEqual' | 'Less' | 'LessEqual' | 'LogicalAnd' | 'LogicalOr' | 'NotEqual';
export type ReduceKernel = 'Max' | 'Mean' | 'Min' | 'Prod' | 'Sum';

export function unary(b: PlanBuilder, kernel: UnaryKernel, x: Held): Held {
  return b.kernel(kernel, { x }, {}, x);
}

export function arithmetic(b: PlanBuilder, kernel: ArithmeticKernel, left: Held, right: Held): Held {
  return b.kernel(kernel, { a: left, b: right }, {}, { dims: broadcast(left.dims, right.dims), type: left.type });
}

export function compare(b: PlanBuilder, kernel: ComparisonKernel, left: Held, right: Held): Held {
  return b.kernel(kernel, { a: left, b: right }, {}, { dims: broadcast(left.dims, right.dims), type: 'bool' });
}

/** One number, to be broadcast. */
export function scalar(b: PlanBuilder, value: number, type: KernelType = 'float32'): Held {
  return b.numbers(makeTensor(type, [], [value]));
}

export function add(b: PlanBuilder, x: Held, value: number): Held {
  return value === 0 ? x : arithmetic(b, 'Add', x, scalar(b, value));
}

export function scale(b: PlanBuilder, x: Held, factor: number): Held {
  return factor === 1 ? x : arithmetic(b, 'Multiply', x, scalar(b, factor));
}

export function clip(b: PlanBuilder, x: Held, least: number, most: number): Held {
  const isOrdered = least < most && Number.isFinite(least) && Number.isFinite(most);
  if (isOrdered && x.type === 'float32') return b.kernel('ClipByValue', { x }, { clipValueMin: least, clipValueMax: most }, x);
  const low = least === -Infinity ? x : arithmetic(b, 'Maximum', x, scalar(b, least, x.type));
  return most === Infinity ? low : arithmetic(b, 'Minimum', low, scalar(b, most, x.type));
}

/** Changes the type: to whole numbers by truncation, to a mask by what is not 0. */
export function cast(b: PlanBuilder, x: Held, type: KernelType): Held {
  if (x.type === type) return x;
  // WebAssembly's own cast to bool keeps the lowest eight bits, which makes 0.5 and 256 false.
  if (type === 'bool') return compare(b, 'NotEqual', x, scalar(b, 0, x.type));
  return b.kernel('Cast', { x }, { dtype: type }, { dims: x.dims, type });
}

/** Reduces over axes, which keep size 1. */
export function reduce(b: PlanBuilder, kernel: ReduceKernel, x: Held, axes: readonly number[]): Held {
  if (axes.length === 0) return x;
  const attributes = { [kernel === 'Max' ? 'reductionIndices' : 'axis']: axes, keepDims: true };
  return b.kernel(kernel, { x }, attributes, { dims: x.dims.map((size, axis) => (axes.includes(axis) ? 1 : size)), type: x.type });
}

/** Adds entries of one value along axes. Axes without any are put together first, since kernels take few axes. */
export function pad(b: PlanBuilder, x: Held, pads: readonly (readonly [number, number])[], value = 0): Held {
  if (pads.every(([before, after]) => before === 0 && after === 0)) return x;
  const merged = mergeAxes(x.dims, (axis) => pads[axis]!.some((count) => count !== 0));
  const paddings = merged.map(({ axis, inner }) => (axis === undefined ? [0, 0] : pads[axis]!.map((count) => count * inner)));
  const grown = merged.map(({ size }, i) => size + paddings[i]![0]! + paddings[i]![1]!);
  const flat = b.reshape(x, merged.map(({ size }) => size));
  const padded = b.kernel('PadV2', { x: flat }, { paddings, constantValue: value }, { dims: grown, type: x.type });
  return b.reshape(padded, x.dims.map((size, axis) => size + pads[axis]![0] + pads[axis]![1]));
}

/** Every `step`-th entry along each axis. Steps are positive. */
export interface Range {
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

export function slice(b: PlanBuilder, x: Held, ranges: readonly Range[]): Held {
  const dims = ranges.map(({ count }) => count);
  if (ranges.every(({ start, step, count }, axis) => start === 0 && step === 1 && count === x.dims[axis])) return x;
  if (dims.includes(0)) return b.numbers(makeTensor(x.type, dims, []));
  // In WebAssembly a slice with steps takes everything for float32.
  if (x.type !== 'float32' && ranges.some(({ step }) => step !== 1)) return ranges.reduce((part, range, axis) => (range.step === 1 ? sliceAxis(b, part, axis, range) : pick(b, part, axis, entriesOf(range))), x);
  return b.kernel('StridedSlice', { x }, {
    begin: ranges.map(({ start }) => start),
    end: ranges.map(({ start, step, count }) => start + (count - 1) * step + 1),
    strides: ranges.map(({ step }) => step),
    beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0,
  }, { dims, type: x.type });
}

/** The range of one axis, all of the others. */
export function sliceAxis(b: PlanBuilder, x: Held, axis: number, range: Range): Held {
  return slice(b, x, x.dims.map((count, i) => (i === axis ? range : { start: 0, count, step: 1 })));
}

/** Picks entries of an axis by constant, non-negative indices. */
export function gather(b: PlanBuilder, x: Held, axis: number, indices: readonly number[]): Held {
  const first = indices[0] ?? 0;
  const step = (indices[1] ?? first + 1) - first;
  if (step > 0 && indices.every((index, i) => index === first + i * step)) return sliceAxis(b, x, axis, { start: first, count: indices.length, step });
  return pick(b, x, axis, indices);
}

function pick(b: PlanBuilder, x: Held, axis: number, indices: readonly number[]): Held {
  const dims = x.dims.map((size, i) => (i === axis ? indices.length : size));
  return b.kernel('GatherV2', { x, indices: b.numbers(makeTensor('int32', [indices.length], indices)) }, { axis, batchDims: 0 }, { dims, type: x.type });
}

function entriesOf({ start, count, step }: Range): number[] {
  return Array.from({ length: count }, (_, i) => start + i * step);
}

export function concat(b: PlanBuilder, parts: readonly Held[], axis: number): Held {
  if (parts.length === 1) return parts[0]!;
  const dims = parts[0]!.dims.map((size, i) => (i === axis ? parts.reduce((sum, part) => sum + part.dims[i]!, 0) : size));
  return b.kernel('Concat', parts, { axis }, { dims, type: parts[0]!.type });
}

/** Repeats axes of size 1 until the tensor has these sizes. */
export function broadcastTo(b: PlanBuilder, x: Held, dims: readonly number[]): Held {
  const aligned = b.reshape(x, [...dims.slice(x.dims.length).map(() => 1), ...x.dims]);
  if (aligned.dims.join() === dims.join()) return aligned;
  // In WebAssembly a sum with zeros broadcasts many times faster than Tile.
  if (x.type === 'float32') return arithmetic(b, 'Add', aligned, filled(b, dims, 0, 'float32'));
  return tile(b, aligned, dims.map((size, axis) => (aligned.dims[axis] === size ? 1 : size)));
}

export function tile(b: PlanBuilder, x: Held, repeats: readonly number[]): Held {
  if (repeats.every((count) => count === 1)) return x;
  const dims = x.dims.map((size, axis) => size * repeats[axis]!);
  const merged = mergeAxes(x.dims, (axis) => repeats[axis] !== 1, 'apart');
  const flat = b.reshape(x, merged.map(({ size }) => size));
  const reps = merged.map(({ axis }) => (axis === undefined ? 1 : repeats[axis]!));
  return b.reshape(b.kernel('Tile', { x: flat }, { reps }, { dims: flat.dims.map((size, i) => size * reps[i]!), type: x.type }), dims);
}

/** a where the mask is set, b elsewhere; all three must have the same sizes. */
export function select(b: PlanBuilder, mask: Held, left: Held, right: Held): Held {
  return b.kernel('Select', { condition: mask, t: left, e: right }, {}, left);
}

export function transpose(b: PlanBuilder, x: Held, permutation: readonly number[]): Held {
  if (permutation.every((axis, i) => axis === i)) return x;
  return b.kernel('Transpose', { x }, { perm: permutation }, { dims: permutation.map((axis) => x.dims[axis]!), type: x.type });
}

/** The product of two stacks of matrices [n, rows, columns]; a stack of one meets every matrix of the other. */
export function batchMatMul(b: PlanBuilder, left: Held, right: Held, { transposeLeft = false, transposeRight = false } = {}): Held {
  const batch = Math.max(left.dims[0]!, right.dims[0]!);
  const [rows, columns] = [left.dims[transposeLeft ? 2 : 1]!, right.dims[transposeRight ? 1 : 2]!];
  const [a, c] = [left, right].map((stack) => (stack.dims[0] === batch ? stack : tile(b, stack, [batch, 1, 1]))) as [Held, Held];
  return b.kernel('BatchMatMul', { a, b: c }, { transposeA: transposeLeft, transposeB: transposeRight }, { dims: [batch, rows, columns], type: 'float32' });
}

/** (x − mean) / √(variance + ε) over axes, and what it is made with; a plan leaves out what is not read. */
export function normalise(b: PlanBuilder, x: Held, axes: readonly number[], epsilon: number): { readonly normal: Held; readonly mean: Held; readonly inverse: Held } {
  const mean = reduce(b, 'Mean', x, axes);
  const centred = arithmetic(b, 'Sub', x, mean);
  const inverse = unary(b, 'Rsqrt', add(b, reduce(b, 'Mean', unary(b, 'Square', centred), axes), epsilon));
  return { normal: arithmetic(b, 'Multiply', centred, inverse), mean, inverse };
}

export function filled(b: PlanBuilder, dims: readonly number[], value: number, type: ElementType): Held {
  const dtype = b.typeOf(type);
  return b.kernel('Fill', {}, { shape: dims, value, dtype }, { dims, type: dtype });
}

export function broadcast(left: readonly number[], right: readonly number[]): number[] {
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, i) => {
    const [a, c] = [left[i - rank + left.length] ?? 1, right[i - rank + right.length] ?? 1];
    return a === 1 ? c : a;
  });
}

interface MergedAxis {
  readonly size: number;
  /** The axis that was marked; absent for axes that were put together. */
  readonly axis?: number;
  /** How many values one entry of the marked axis now holds. */
  readonly inner: number;
}

/** Puts neighbouring axes together so that only marked ones stay; those behind a marked axis go into it, unless they are to stay apart. */
function mergeAxes(dims: readonly number[], isMarked: (axis: number) => boolean, tail: 'into' | 'apart' = 'into'): MergedAxis[] {
  const merged: MergedAxis[] = [];
  for (let axis = 0; axis < dims.length; axis++) {
    const last = merged.at(-1);
    if (isMarked(axis)) merged.push({ size: dims[axis]!, axis, inner: 1 });
    else if (last === undefined || (last.axis !== undefined && tail === 'apart')) merged.push({ size: dims[axis]!, inner: 1 });
    else merged[merged.length - 1] = { ...last, size: last.size * dims[axis]!, inner: last.inner * dims[axis]! };
  }
  return merged;
}

