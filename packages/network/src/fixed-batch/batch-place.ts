import type { Shape } from '@lookalike/graph';

/**
 * Where the images of a batch lie in a value, row by row: on one axis, whose entries count `outer` things outside of the images, then the
 * images, then what is inside of each. A batch that is the first axis has `outer` 1, and so have windows folded into it (`N*16`); tokens
 * before images (`[tokens · N, channels]`) have the number of tokens.
 */
export interface BatchPlace {
  readonly axis: number;
  readonly outer: number;
}

/** How many rows lie outside of the images: what a Reshape keeps. @param sizes as the file has them. */
export function rowsOutside(sizes: readonly number[], { axis, outer }: BatchPlace): number {
  return sizes.slice(0, axis).reduce((product, size) => product * size, outer);
}

/**
 * The place that a batch has after its value got other sizes, its values in the same order. Several will do where the batch is 1: the last
 * axis is what products are taken over, and is chosen only if no other can be; an axis that begins with the images comes before one that does not.
 * @param rows from {@link rowsOutside}. @param sizes as the file has them.
 */
export function placeAfterReshape(rows: number, sizes: readonly number[], batch: number): BatchPlace | undefined {
  const places = sizes.flatMap((size, axis): BatchPlace[] => {
    const before = sizes.slice(0, axis).reduce((product, each) => product * each, 1);
    const outer = rows / before;
    return Number.isInteger(outer) && size > 0 && size % (outer * batch) === 0 ? [{ axis, outer }] : [];
  });
  const isLast = ({ axis }: BatchPlace): boolean => axis === sizes.length - 1;
  return places.toSorted((a, b) => Number(isLast(a)) - Number(isLast(b)) || a.outer - b.outer || a.axis - b.axis)[0];
}

/** The one axis whose size depends on the batch; `undefined` where none does, or several do. */
export function openAxisOf(shape: Shape): number | undefined {
  const open = shape.flatMap((size, axis) => (typeof size === 'number' ? [] : [axis]));
  return open.length === 1 ? open[0] : undefined;
}
