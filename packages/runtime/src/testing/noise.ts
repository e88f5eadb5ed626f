import { elementCount, makeTensor, type Tensor } from '@lookalike/graph';

/** Numbers without a pattern between −scale and scale, the same on every run. */
export function noise(shape: readonly number[], { seed = 0, scale = 1 }: { readonly seed?: number; readonly scale?: number } = {}): Tensor {
  return makeTensor('float32', shape, Array.from({ length: elementCount(shape) }, (_, i) => scale * ((Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453) % 1)));
}
