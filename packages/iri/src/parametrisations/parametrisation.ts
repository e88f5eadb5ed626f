import type { GraphBuilder, ValueType } from '@lookalike/graph';

/** The nodes that make an image of its parameters. */
export interface AppendParametrisation {
  /** Type of the parameters, [N, …]. */
  readonly type: ValueType;
  /** Appends the image, [N, C, H, W] in [0, 1]. @param parameters name of a value of `type`. */
  append(b: GraphBuilder, parameters: string): string;
}

/** A way of describing images by something else than their pixels. */
export interface Parametrisation extends AppendParametrisation {
  /** The parameters of an image. @param pixels [C, H, W] in bytes; what comes back rounds to the same bytes, as far as float32 allows. */
  parametersOf(pixels: Uint8Array): Float32Array;
}
