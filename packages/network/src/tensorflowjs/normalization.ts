import { GraphError } from '@lookalike/graph';
import type { TensorFlowBuilder } from './tensorflow-builder.ts';
import { axisOf } from './tensorflow-builder.ts';
import type { TfValue } from './value.ts';

export interface Statistics {
  readonly scale: TfValue;
  readonly offset: TfValue;
  readonly mean: TfValue;
  readonly variance: TfValue;
}

/** (x − mean) / √(variance + ε) · scale + offset with stored statistics, one per entry of an axis. */
export function batchNormalization(t: TensorFlowBuilder, x: TfValue, { scale, offset, mean, variance }: Statistics, { axis, epsilon }: { readonly axis: number; readonly epsilon: number }): TfValue {
  const settled = t.settled(x);
  const channel = axisOf(axis, t.rankOf(settled));
  const statistics = [scale, offset, mean, variance];
  if (t.placeOf(settled, channel) === 1 && statistics.every((value) => t.rankOf(value) === 1)) {
    return { name: t.b.op('BatchNormalization', [settled.name, ...statistics.map((value) => t.plain(value))], { epsilon }), order: settled.order };
  }
  const factor = t.combine([scale, variance], (b, [s, v]) => b.div(s!, b.sqrt(b.add(v!, epsilon))));
  const shift = t.combine([offset, mean, factor], (b, [o, m, f]) => b.sub(o!, b.mul(m!, f!)));
  return t.combine([settled, alongAxis(t, factor, channel, t.rankOf(settled)), alongAxis(t, shift, channel, t.rankOf(settled))], (b, [y, f, s]) => b.add(b.mul(y!, f!), s!));
}

/** Like {@link batchNormalization}, with the mean and variance that the value has over its other axes. */
export function normalizeByOwnStatistics(t: TensorFlowBuilder, x: TfValue, { scale, offset }: { readonly scale: TfValue; readonly offset: TfValue }, { axis, epsilon }: { readonly axis: number; readonly epsilon: number }): TfValue {
  const settled = t.settled(x);
  const rank = t.rankOf(settled);
  const channel = axisOf(axis, rank);
  const others = settled.order.flatMap((kept, place) => (kept === channel ? [] : [place]));
  return t.combine([standardized(t, settled, others, epsilon), alongAxis(t, scale, channel, rank), alongAxis(t, offset, channel, rank)], (b, [y, s, o]) => b.add(b.mul(y!, s!), o!));
}

/** The value less its mean, divided by its deviation, over these places. */
function standardized(t: TensorFlowBuilder, x: TfValue, places: readonly number[], epsilon: number): TfValue {
  return t.elementwise(x, (b, value) => {
    const centered = b.sub(value, b.reduceMean(value, places, true));
    return b.div(centered, b.sqrt(b.add(b.reduceMean(b.mul(centered, centered), places, true), epsilon)));
  });
}

/** A vector with one entry per entry of an axis, so that it broadcasts. */
export function alongAxis(t: TensorFlowBuilder, vector: TfValue, axis: number, rank: number): TfValue {
  const [size] = t.shapeOf(vector);
  if (t.rankOf(vector) !== 1 || size === undefined) throw new GraphError('graph.shape_mismatch', `"${vector.name}" must be a vector, with one value per channel.`, { value: vector.name });
  return t.reshape(vector, Array.from({ length: rank }, (_, i) => (i === axis ? size : 1)));
}

/** Each image's axes made to have mean 0 and variance 1; scale and offset have the shape of those axes. */
export function layerNormalization(t: TensorFlowBuilder, x: TfValue, { scale, offset }: { readonly scale: TfValue | undefined; readonly offset: TfValue | undefined }, { axes, epsilon }: { readonly axes: readonly number[]; readonly epsilon: number }): TfValue {
  const settled = t.settled(x);
  const rank = t.rankOf(settled);
  const normalized = axes.map((axis) => axisOf(axis, rank)).sort((a, b) => a - b);
  const places = normalized.map((axis) => settled.order.indexOf(axis)).sort((a, b) => a - b);
  const sizes = t.shapeOf(settled);
  const shaped = (value: TfValue | undefined): TfValue | undefined => value && t.reshape(value, sizes.map((size, axis) => (normalized.includes(axis) ? size : 1)));
  const [factor, shift] = [shaped(scale), shaped(offset)];
  // ONNX normalises the axes from one to the last; channels are kept elsewhere.
  if (places.join() === String(rank - 1)) {
    const scales = scale === undefined ? t.b.expand(t.floats([1], [1]).name, [Number(sizes[normalized[0]!])]) : t.plain(scale);
    const name = t.b.op('LayerNormalization', [settled.name, scales, ...(offset === undefined ? [] : [t.plain(offset)])], { axis: rank - 1, epsilon });
    return { name, order: settled.order };
  }
  const normal = standardized(t, settled, places, epsilon);
  const scaled = factor === undefined ? normal : t.combine([normal, factor], (b, [y, f]) => b.mul(y!, f!));
  return shift === undefined ? scaled : t.combine([scaled, shift], (b, [y, s]) => b.add(y!, s!));
}
