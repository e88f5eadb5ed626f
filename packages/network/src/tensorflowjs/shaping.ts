import { GraphError } from '@lookalike/graph';
import type { PadMode } from '@lookalike/graph';
import { axisOf } from './tensorflow-builder.ts';
import type { TensorFlowBuilder } from './tensorflow-builder.ts';
import type { TfValue } from './value.ts';

/** Pads by `[before, after]` for each axis, in TensorFlow's order. */
export function pad(t: TensorFlowBuilder, x: TfValue, amounts: readonly (readonly [number, number])[], { mode = 'constant', value = 0 }: { readonly mode?: PadMode | undefined; readonly value?: number } = {}): TfValue {
  const settled = t.settled(x);
  if (amounts.length !== t.rankOf(settled)) throw new GraphError('graph.shape_mismatch', `Padding ${amounts.length} axes of a value with ${t.rankOf(settled)}.`, {});
  if (amounts.every(([before, after]) => before === 0 && after === 0)) return settled;
  const kept = settled.order.map((axis) => amounts[axis]!);
  return { name: t.b.pad(settled.name, [...kept.map(([before]) => before), ...kept.map(([, after]) => after)], { mode, value }), order: settled.order };
}

/** The indices along an axis are written out, for axes up to this long. */
const mostIndices = 2 ** 16;

/** Pads with a mirror image that repeats the edge, which ONNX's Pad does not know. */
export function padSymmetrically(t: TensorFlowBuilder, x: TfValue, amounts: readonly (readonly [number, number])[]): TfValue {
  const settled = t.settled(x);
  const name = amounts.reduce((value, [before, after], axis) => {
    if (before === 0 && after === 0) return value;
    const size = sizeOf(t, settled, axis);
    if (!(before >= 0 && after >= 0 && before <= size && after <= size && size <= mostIndices)) throw new GraphError('graph.shape_mismatch', `A mirror image of ${before} and ${after} needs an axis at least as long, not ${size}.`, {});
    const indices = Array.from({ length: size + before + after }, (_, i) => (i < before ? before - 1 - i : i < before + size ? i - before : 2 * size + before - 1 - i));
    return t.b.gather(value, indices, t.placeOf(settled, axis));
  }, settled.name);
  return { name, order: settled.order };
}

export interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step?: number;
}

/** Cuts along axes. */
export function slice(t: TensorFlowBuilder, x: TfValue, cuts: readonly Cut[]): TfValue {
  const settled = t.settled(x);
  if (cuts.length === 0) return settled;
  const name = t.b.slice(settled.name, {
    starts: cuts.map(({ start }) => start),
    ends: cuts.map(({ end }) => end),
    axes: cuts.map(({ axis }) => t.placeOf(settled, axis)),
    steps: cuts.map(({ step = 1 }) => step),
  });
  return { name, order: settled.order };
}

/** Parts of these sizes along an axis. */
export function split(t: TensorFlowBuilder, x: TfValue, axis: number, sizes: readonly number[]): readonly TfValue[] {
  const settled = t.settled(x);
  t.countParts(sizes.length);
  const names = t.b.append('Split', [settled.name, t.b.integers(sizes)], { axis: t.placeOf(settled, axis) }, { outputs: sizes.length });
  return names.map((name) => ({ name, order: settled.order }));
}

/** Repeats a value along each axis. */
export function tile(t: TensorFlowBuilder, x: TfValue, repeats: readonly number[]): TfValue {
  const settled = t.settled(x);
  if (repeats.length !== t.rankOf(settled)) throw new GraphError('graph.shape_mismatch', `${repeats.length} repeats do not fit a value with ${t.rankOf(settled)} axes.`, {});
  return { name: t.b.tile(settled.name, settled.order.map((axis) => repeats[axis]!)), order: settled.order };
}

/** The size of an axis, which must be known. */
export function sizeOf(t: TensorFlowBuilder, x: TfValue, axis: number): number {
  const size = t.shapeOf(x)[axisOf(axis, t.rankOf(x))]!;
  if (typeof size !== 'number') throw new GraphError('graph.batch_arithmetic', `Axis ${axis} of "${x.name}" is the batch, which this operation cannot take apart.`, { value: x.name });
  return size;
}
