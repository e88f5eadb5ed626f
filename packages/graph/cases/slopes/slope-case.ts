import { elementCount, GraphBuilder } from '@lookalike/graph';
import type { DifferentiateOptions, Graph, Tensor } from '@lookalike/graph';
import { Draws } from './draws.ts';

/** A graph of one image, and where its slope is taken. */
export interface SlopeCase {
  /** Names it, with all that is needed to make it again. */
  readonly name: string;
  /** Outputs: the result and its projection, one number per image. */
  readonly graph: Graph;
  /** The name of the image. */
  readonly input: string;
  readonly result: string;
  /** Σ weights · result. */
  readonly projection: string;
  /** One per value of the result for one image. */
  readonly weights: Float64Array;
  /** Where and along what the slope is taken; another number, another place. */
  readonly placeAt: (draw: number) => SlopePlace;
  readonly options?: Pick<DifferentiateOptions, 'straightThrough' | 'rectifierSlopes'>;
  /** What the gradient is the slope of, where it is not the graph's own: a graph of the same image, whose first output stands for the result. */
  readonly surrogate?: Graph;
}

export interface SlopePlace {
  readonly image: Tensor;
  /** As long as the image; its values times a power of two can be added to the image's without rounding. */
  readonly direction: Float64Array;
}

/** Puts a projection behind a value and marks both as outputs. */
export function project(b: GraphBuilder, result: string, draws: Draws): Pick<SlopeCase, 'graph' | 'result' | 'projection' | 'weights'> {
  b.output(result);
  // Only the batch of a case is symbolic.
  const sizes = b.shapeOf(result).slice(1) as readonly number[];
  const weights = Float64Array.from({ length: elementCount(sizes) }, () => Math.fround(draws.uniform(-1, 1)));
  const weighted = b.mul(result, b.floats([1, ...sizes], weights));
  const projection = b.output(sizes.length === 0 ? weighted : b.reduceSum(weighted, sizes.map((_, i) => i + 1)));
  return { graph: b.build(), result, projection, weights };
}
