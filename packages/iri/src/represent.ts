import type { Executable } from '@lookalike/runtime';
import type { RepresentationGraph } from './step-graph.ts';

/** Computes representations: one array per image, in the order of the images. Pixels are [C, H, W] in [0, 1]. */
export type Represent = (images: readonly Float32Array[]) => Promise<Float32Array[]>;

/** Wraps an open representation graph so that any number of images can be asked for. */
export function createRepresent(executable: Executable, { input, output, imageShape }: RepresentationGraph, batchSize: number): Represent {
  const size = imageShape.reduce((product, side) => product * side, 1);
  return async (images) => {
    const representations: Float32Array[] = [];
    for (let first = 0; first < images.length; first += batchSize) {
      const batch = images.slice(first, first + batchSize);
      const data = new Float32Array(batch.length * size);
      batch.forEach((image, i) => data.set(image, i * size));
      const results = await executable.run({ [input]: { type: 'float32', shape: [batch.length, ...imageShape], data } });
      // The graph's output is float32: representationGraph takes nothing else.
      const values = results[output]!.data as Float32Array;
      const length = values.length / batch.length;
      batch.forEach((_, i) => representations.push(values.slice(i * length, (i + 1) * length)));
    }
    return representations;
  };
}
