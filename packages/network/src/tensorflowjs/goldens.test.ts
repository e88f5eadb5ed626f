import { GraphBuilder, evaluate } from '@lookalike/graph';
import { checkGradient } from '@lookalike/graph/testing';
import type { Tensor } from '@lookalike/graph';
import { readdirSync, readFileSync } from 'node:fs';
import { loadGraphModelSync } from '@tensorflow/tfjs-converter';
import { tidy } from '@tensorflow/tfjs-core';
import type { io } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { listLayers } from '../layers.ts';
import { penultimateLayer } from '../penultimate-layer.ts';
import { readNetworkFiles } from '../read-network-files.ts';
import { expectSameResults, randomImages, toTensorFlow } from '../testing/tensorflowjs-model.ts';
import { readTensorFlowJs } from './read-tensorflowjs.ts';

/** Made by tests/reference/make-tensorflowjs-goldens.py. */
interface Golden {
  readonly images: Encoded;
  readonly outputs: Readonly<Record<'probabilities' | 'flatten', Encoded>>;
}

interface Encoded {
  readonly shape: readonly number[];
  readonly float32: string;
}

const folder = new URL('../goldens/tensorflowjs/', import.meta.url);

/** TensorFlow computes in float32, we in doubles. */
const tolerance = 1e-5;

function filesOf(name: string): ReadonlyMap<string, Uint8Array> {
  return new Map(readdirSync(new URL(`${name}/`, folder)).map((file) => [`${name}/${file}`, new Uint8Array(readFileSync(new URL(`${name}/${file}`, folder)))]));
}

function goldenOf(name: string): Golden {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Golden;
}

describe('TensorFlow', () => {
  it.each(['keras-2-layers', 'keras-3-layers', 'keras-2-graph'])('agrees about %s', (name) => {
    const graph = readNetworkFiles(filesOf(name));
    const { images, outputs } = goldenOf(name);
    const values = evaluate(graph, new Map([[graph.inputs[0]!.name, decode(images)]]));
    for (const [output, expected] of Object.entries(outputs)) {
      const found = graph.outputs.map((value) => values.get(value)!).find(({ shape }) => shape.join() === expected.shape.join())!;
      // Flattened images are in the order in which we keep them, [C, H, W].
      const [ours, theirs] = output === 'flatten' ? [sorted(found), sorted(decode(expected))] : [found, decode(expected)];
      expect(relativeError(ours, theirs), output).toBeLessThan(tolerance);
    }
  });

  it.each(['keras-2-layers', 'keras-3-layers'])('gave %s names under which its layers are found', (name) => {
    const graph = readNetworkFiles(filesOf(name));
    const names = listLayers(graph).map((layer) => layer.name);
    for (const layer of ['rescaling', 'stem_bn', 'stem_relu', 'expand', 'depthwise', 'squeeze', 'scale', 'residual', 'layer_norm', 'softmax_rows', 'up', 'dilated', 'leaky', 'separable', 'join', 'transposed', 'prelu', 'hidden', 'probabilities']) expect(names).toContain(layer);
    expect(graph.inputs).toEqual([{ name: 'image', type: 'float32', shape: ['N', 3, 12, 10] }]);
    expect(graph.outputs).toEqual(['probabilities', 'flatten']);
  });
});

describe('Keras 3', () => {
  const { x, values } = JSON.parse(readFileSync(new URL('keras-3-activations.json', folder), 'utf8')) as { readonly x: Encoded; readonly values: Readonly<Record<string, Encoded>> };

  it.each(Object.keys(values))('agrees about the activation %s', (activation) => {
    const layer = { class_name: 'Activation', config: { name: 'activation', activation, batch_shape: [null, x.shape[1]] } };
    const model = JSON.stringify({ modelTopology: { keras_version: '3.15.1', class_name: 'Sequential', config: { name: 'one', layers: [layer] } } });
    const graph = readTensorFlowJs({ model, weights: new Map() });
    const [found] = evaluate(graph, new Map([[graph.inputs[0]!.name, decode(x)]])).values();
    expect(relativeError(found!, decode(values[activation]!))).toBeLessThan(tolerance);
  });
});

describe('TensorFlow.js', () => {
  // Without layer normalisation, which Keras 2 writes as a batch normalisation in training mode, and TensorFlow.js computes otherwise.
  it.each(['keras-2-graph-float16', 'keras-2-graph-uint8', 'keras-2-graph-uint16'])('agrees about %s, whose weights it decodes itself', (name) => {
    const files = filesOf(name);
    const { modelTopology, signature, weightsManifest } = JSON.parse(new TextDecoder().decode(files.get(`${name}/model.json`))) as io.ModelJSON;
    const { paths, weights } = weightsManifest[0]!;
    const weightData = new Uint8Array(Buffer.concat(paths.map((path) => files.get(`${name}/${path}`)!))).buffer;
    const theirs = loadGraphModelSync({ modelTopology: modelTopology as object, signature: signature!, format: 'graph-model', weightSpecs: weights, weightData });
    const graph = readNetworkFiles(files);
    const images = randomImages([2, 3, 12, 10]);
    const probabilities = graph.outputs.filter((output) => output.includes('probabilities'));
    expectSameResults({ ...graph, outputs: probabilities }, new Map([[graph.inputs[0]!.name, images]]), tidy(() => [theirs.execute(toTensorFlow(images))].flat().filter(({ shape }) => shape[1] === 5)));
  });

  it('splits the weights over several files, which are read as one run', () => {
    expect([...filesOf('keras-2-graph').keys()].filter((name) => name.endsWith('.bin')).length).toBeGreaterThan(1);
  });
});

describe('a network from TensorFlow.js', () => {
  it('has a gradient that finite differences confirm and a penultimate layer', () => {
    const graph = readNetworkFiles(filesOf('keras-2-graph'));
    const [input] = graph.inputs;
    const images = randomImages([1, 3, 12, 10]);
    const output = graph.outputs.find((name) => name.includes('probabilities'))!;
    const b = new GraphBuilder(graph);
    const score = b.reduceSum(b.mul(output, b.floats([5], [1, -2, 3, -4, 5])), [1]);
    checkGradient(b.build(), { of: score, withRespectTo: input!.name, feeds: new Map([[input!.name, images]]) });
    expect(penultimateLayer({ ...graph, outputs: [output] }).rule).toBe('input of the last fully connected layer');
  });
});

function decode({ shape, float32 }: Encoded): Tensor {
  const bytes = Buffer.from(float32, 'base64');
  return { type: 'float32', shape, data: new Float32Array(new Uint8Array(bytes).buffer) };
}

function sorted({ shape, data }: Tensor): Tensor {
  return { type: 'float64', shape, data: Float64Array.from(data as Iterable<number>).sort() };
}

/** ‖ours − theirs‖ / ‖theirs‖ */
function relativeError(ours: Tensor, theirs: Tensor): number {
  expect(ours.shape).toEqual(theirs.shape);
  const [a, b] = [ours, theirs].map(({ data }) => Float64Array.from(data as Iterable<number>)) as [Float64Array, Float64Array];
  const norm = (f: (i: number) => number): number => Math.sqrt(b.reduce((sum, _, i) => sum + f(i) ** 2, 0));
  return norm((i) => a[i]! - b[i]!) / norm((i) => b[i]!);
}
