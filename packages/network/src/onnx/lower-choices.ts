import { AttributeReader, GraphError } from '@lookalike/graph';
import type { GraphWriter } from '@lookalike/graph';

/** Operators that say which entry of an axis, written as comparisons with the entries' numbers. None has a slope. */

interface ArgOptions {
  readonly axis: number;
  /** Whether the axis stays, with size 1. */
  readonly keepDims: boolean;
  /** Of equal values the last one instead of the first. */
  readonly isLast?: boolean;
}

/**
 * Where the greatest (or least) value lies along an axis, as int64. Where nothing equals it, which is so beside NaN, it is an entry all the same.
 * @throws graph.batch_arithmetic along the batch
 */
export function argExtreme(b: GraphWriter, x: string, extreme: 'greatest' | 'least', { axis, keepDims, isLast = false }: ArgOptions): string {
  const rank = b.shapeOf(x).length;
  const at = axis < 0 ? axis + rank : axis;
  const size = fixedSize(b, x, at);
  const bound = extreme === 'greatest' ? b.reduceMax(x, [at], true) : b.reduceMin(x, [at], true);
  const numbers = b.floats([size, ...new Array<number>(rank - at - 1).fill(1)], Array.from({ length: size }, (_, i) => i));
  const candidates = b.where(b.equal(x, bound), numbers, isLast ? 0 : size - 1);
  return b.cast(isLast ? b.reduceMax(candidates, [at], keepDims) : b.reduceMin(candidates, [at], keepDims), 'int64');
}

interface OneHotOptions {
  readonly depth: number;
  /** The axis that is added, counted in the result. */
  readonly axis: number;
  /** Names of what the other entries are, and the one that an index names. */
  readonly off: string;
  readonly on: string;
}

/** For each index an axis of `depth` entries of which it names one; negative ones count from the end, and those outside name none. */
export function oneHot(b: GraphWriter, indices: string, { depth, axis, off, on }: OneHotOptions): string {
  const rank = b.shapeOf(indices).length;
  const at = axis < 0 ? axis + rank + 1 : axis;
  const whole = b.cast(indices, 'int64');
  const fromStart = b.where(b.less(whole, 0), b.add(whole, depth), whole);
  const places = b.reshape(b.integers(Array.from({ length: depth }, (_, i) => i)), [depth, ...new Array<number>(rank - at).fill(1)]);
  return b.where(b.equal(b.unsqueeze(fromStart, [at]), places), on, off);
}

/** Reads what the exporter says of ArgMax and ArgMin. */
export function readArg(read: AttributeReader): ArgOptions {
  return { axis: read.integer('axis', 0), keepDims: read.flag('keepdims', true), isLast: read.flag('select_last_index', false) };
}

function fixedSize(b: GraphWriter, x: string, axis: number): number {
  const size = b.shapeOf(x)[axis];
  if (typeof size === 'number' && size > 0) return size;
  throw new GraphError(size === undefined ? 'graph.shape_mismatch' : 'graph.batch_arithmetic', `The greatest or least entry of "${x}" along axis ${axis} cannot be named: ${size === undefined ? 'it has no such axis' : 'images must be treated one by one'}. Choose a layer before it.`, { value: x, axis });
}
