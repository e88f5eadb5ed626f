import type { GraphWriter } from '../graph-writer.ts';
import type { Shape } from '../graph.ts';

/** Whether two shapes are the same, size by size. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Broadcasts `value` to the shape of `like`. The batch needs no shape at run time if `value` has it already. */
export function expandLike(b: GraphWriter, value: string, like: string): string {
  const from = b.shapeOf(value);
  const to = b.shapeOf(like);
  if (sameShape(from, to)) return value;
  const offset = to.length - from.length;
  const isKnown = to.every((size, axis) => typeof size === 'number' || from[axis - offset] === size);
  if (!isKnown) return b.op('Expand', [value, b.shape(like)]);
  return b.expand(value, to.map((size) => (typeof size === 'number' ? size : 1)));
}

/** Gives `value` the shape of `like`, which has the same number of elements. */
export function reshapeLike(b: GraphWriter, value: string, like: string): string {
  return reshapeTo(b, value, b.shapeOf(like), like);
}

/** Reshapes to a shape with at most one symbolic size; with more, the shape of `like` is read when the graph runs. */
export function reshapeTo(b: GraphWriter, value: string, shape: Shape, like?: string): string {
  if (sameShape(b.shapeOf(value), shape)) return value;
  const symbolic = shape.filter((size) => typeof size !== 'number').length;
  if (symbolic > 1 && like !== undefined) return b.op('Reshape', [value, b.shape(like)]);
  return b.reshape(value, shape.map((size) => (typeof size === 'number' ? size : -1)));
}

/** Zeros of the shape of `like`, whatever its values (0·∞ would be NaN). */
export function zerosLike(b: GraphWriter, like: string): string {
  return expandLike(b, b.scalar(0, b.typeOf(like).type), like);
}

/** Pads of zeros along one axis. */
export function padAxis(b: GraphWriter, value: string, axis: number, before: number, after: number): string {
  if (before === 0 && after === 0) return value;
  const rank = b.shapeOf(value).length;
  const pads = new Array<number>(2 * rank).fill(0);
  pads[axis] = before;
  pads[rank + axis] = after;
  return b.pad(value, pads);
}

/**
 * The transpose of picking `indices` along an axis: position i of the result, of `size` in all, is the sum of the entries of `dy` that
 * were picked from i. Made of Gathers, one per repetition of the most repeated index, because a scatter runs on one thread.
 */
export function scatterAlongAxis(b: GraphWriter, dy: string, axis: number, indices: readonly number[], size: number): string {
  const first = indices[0] ?? 0;
  if (indices.every((index, j) => index === first + j)) return padAxis(b, dy, axis, first, size - first - indices.length);
  const sources: number[][] = Array.from({ length: size }, () => []);
  indices.forEach((index, j) => sources[index]!.push(j));
  const rounds = Math.max(...sources.map((list) => list.length));
  const padded = sources.some((list) => list.length < rounds) ? padAxis(b, dy, axis, 0, 1) : dy;
  const picks = Array.from({ length: rounds }, (_, round) => b.gather(padded, sources.map((list) => list[round] ?? indices.length), axis));
  return picks.reduce((sum, pick) => b.add(sum, pick));
}

/** Sums a gradient back to the shape that was broadcast. */
export function sumTo(b: GraphWriter, gradient: string, like: string): string {
  const from = b.shapeOf(gradient);
  const to = b.shapeOf(like);
  if (sameShape(from, to)) return gradient;
  const offset = from.length - to.length;
  const axes = from.flatMap((size, axis) => (axis < offset || (to[axis - offset] === 1 && size !== 1) ? [axis] : []));
  const summed = axes.length === 0 ? gradient : b.reduceSum(gradient, axes, true);
  return offset === 0 ? summed : b.squeeze(summed, axes.filter((axis) => axis < offset));
}

/** A mask of zeros and ones with `least` in place of the zeros. */
export function atLeast(b: GraphWriter, mask: string, least: number): string {
  return least === 0 ? mask : b.op('Clip', [mask, b.scalar(least, b.typeOf(mask).type), b.scalar(1, b.typeOf(mask).type)]);
}

/** 1 − x², as a product, which keeps its digits where x is near ±1. */
export function oneMinusSquare(b: GraphWriter, x: string): string {
  return b.mul(b.sub(1, x), b.add(x, 1));
}

/** A gradient that is 0, not infinite, where `x` is 0: behind a mask it would become NaN. As it is where there is no `x`. */
export function stoppedAtZero(b: GraphWriter, gradient: string, x: string | undefined): string {
  return x === undefined ? gradient : b.where(b.equal(x, 0), 0, gradient);
}
