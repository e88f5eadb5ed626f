/**
 * A value of the TensorFlow model. TensorFlow orders the axes of images [N, H, W, C]; the graph keeps them as [N, C, H, W]. So each value
 * knows in which order its axes are kept: `order[i]` is TensorFlow's axis at place i. A Transpose of the file is then only another order,
 * and costs nothing until something needs the axes in a certain one.
 */
export interface TfValue {
  /** The value in the graph. */
  readonly name: string;
  readonly order: readonly number[];
  /** What the value still lacks to be what TensorFlow calls by its name. */
  readonly pending?: Flattened | SpaceToBatch;
}

/**
 * Axes were made one while they were kept in another order: the values are all there, but in the order of `order`. A dense layer takes them
 * as they are, with the rows of its weights in that order.
 */
export interface Flattened {
  readonly kind: 'flattened';
  /** Sizes and order of the axes that were made one, as TensorFlow orders and numbers them. */
  readonly sizes: readonly number[];
  readonly order: readonly number[];
}

/** A SpaceToBatchND that was not carried out: TensorFlow writes a dilated convolution as one between it and BatchToSpaceND. */
export interface SpaceToBatch {
  readonly kind: 'space-to-batch';
  readonly block: readonly [number, number];
  /** `[[top, bottom], [left, right]]`; undefined once a convolution has taken them. */
  readonly paddings: readonly (readonly [number, number])[] | undefined;
}

/** TensorFlow's axes of an image, in the order in which the graph keeps them: [N, C, H, W]. */
export const imageOrder: readonly number[] = [0, 3, 1, 2];

export function inPlace(rank: number): readonly number[] {
  return Array.from({ length: rank }, (_, axis) => axis);
}

export function isSameOrder(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((axis, place) => axis === b[place]);
}
