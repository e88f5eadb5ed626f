import { evaluate, elementCount } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import '@tensorflow/tfjs-backend-cpu';
import { env, io, tensor, tidy, transpose } from '@tensorflow/tfjs-core';
import type { Tensor as TfTensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { expect } from 'vitest';
import type { TensorFlowJsFiles } from '../tensorflowjs/read-tensorflowjs.ts';
import { weightsFile } from './tensorflowjs-file.ts';

// Its advice to install another backend would be in the output of every test.
env().set('IS_TEST', true);

/** Gives the model random weights (moving variances are positive) and saves it, as tfjs-layers does. */
export async function saveLayersModel(model: LayersModel, seed = 'weights'): Promise<TensorFlowJsFiles> {
  const random = createRandom(seed);
  model.setWeights(model.weights.map(({ name, shape }) => {
    const sizes = shape as number[];
    return tensor(Float32Array.from({ length: elementCount(sizes) }, () => (name.endsWith('variance') ? 0.5 + random.uniform() : 0.5 * random.normal())), sizes);
  }));
  let saved: io.ModelArtifacts | undefined;
  await model.save(io.withSaveHandler((artifacts) => {
    saved = artifacts;
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } });
  }));
  const { modelTopology, weightSpecs, weightData } = saved!;
  return {
    model: JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest: [{ paths: [weightsFile], weights: weightSpecs }] }),
    weights: new Map([[weightsFile, new Uint8Array(io.concatenateArrayBuffers([weightData as ArrayBuffer]))]]),
  };
}

/** Normally distributed images [N, C, H, W], or whatever shape. */
export function randomImages(shape: readonly number[], seed = 'images'): Tensor {
  const random = createRandom(seed);
  return { type: 'float32', shape, data: Float32Array.from({ length: elementCount(shape) }, () => random.normal()) };
}

/** A tensor for TensorFlow.js; images become [N, H, W, C]. */
export function toTensorFlow({ shape, data }: Tensor): TfTensor {
  const given = tensor(data as Float32Array, [...shape]);
  return shape.length === 4 ? transpose(given, [0, 2, 3, 1]) : given;
}

/**
 * Checks that our graph gives, for the same images, what TensorFlow.js computed: ‖ours − theirs‖ / ‖theirs‖ ≤ 1e-5. Of images the axes
 * are ours, [N, C, H, W]; other values with four axes are as they are.
 */
export function expectSameResults(graph: Graph, feeds: ReadonlyMap<string, Tensor>, theirs: readonly TfTensor[]): void {
  const ours = evaluate(graph, feeds);
  expect(graph.outputs).toHaveLength(theirs.length);
  graph.outputs.forEach((name, i) => {
    const found = ours.get(name)!;
    const expected = tidy(() => {
      const image = theirs[i]!.rank === 4 ? transpose(theirs[i]!, [0, 3, 1, 2]) : theirs[i]!;
      return (image.shape.join() === found.shape.join() ? image : theirs[i]!).clone();
    });
    expect(found.shape, name).toEqual(expected.shape);
    const values = Float64Array.from(expected.dataSync());
    const norm = (f: (at: number) => number): number => Math.sqrt(values.reduce((sum, _, at) => sum + f(at) ** 2, 0));
    const size = norm((at) => values[at]!);
    expect(Number.isFinite(size) && size > 0, `${name} is finite and not all 0`).toBe(true);
    expect(norm((at) => Number(found.data[at]) - values[at]!) / size, name).toBeLessThan(1e-5);
  });
}
