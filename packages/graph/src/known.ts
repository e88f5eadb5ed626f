import type { ElementType } from './graph.ts';

/**
 * What is known of a value when the batch has a definite size. `values` is there when the numbers themselves are known
 * before the graph runs: constants, and shape computations.
 */
export interface Known {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly values?: (() => Float64Array) | undefined;
}

/** What is known of a value under each of two batch sizes, by which a size that is the batch's is told from one that is fixed. */
export type Probed = readonly [Known, Known];

/** A tensor of the reference arithmetic: every element type is held in doubles. */
export interface Numbers {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}
