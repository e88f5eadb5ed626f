import { GraphError } from '@lookalike/graph';
import '@tensorflow/tfjs-backend-cpu';
import { createRandom } from '@lookalike/random';
import { io } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readWeights } from './read-weights.ts';

const random = createRandom('weights');
// Truth values are written as 0 or 1.
const bytes = Uint8Array.from({ length: 256 }, (_, i) => (i < 3 ? i % 2 : random.integer(256)));

/** Every kind of weight that tfjs-core reads; those after the first lie at odd places. */
const weights: io.WeightsManifestEntry[] = [
  { name: 'flags', shape: [3], dtype: 'bool' },
  { name: 'floats', shape: [2, 3], dtype: 'float32' },
  { name: 'whole', shape: [5], dtype: 'int32' },
  { name: 'uint8', shape: [7], dtype: 'float32', quantization: { dtype: 'uint8', min: -1.5, scale: 0.01 } },
  { name: 'uint16', shape: [2, 2], dtype: 'float32', quantization: { dtype: 'uint16', min: 0.25, scale: 1e-4 } },
  { name: 'float16', shape: [9], dtype: 'float32', quantization: { dtype: 'float16' } },
  { name: 'quantised whole', shape: [4], dtype: 'int32', quantization: { dtype: 'uint8', min: -100, scale: 0.7 } },
  { name: 'scalar', shape: [], dtype: 'int32' },
  { name: 'empty', shape: [0, 3], dtype: 'float32' },
];

const truth = io.decodeWeights(bytes.buffer, weights);

describe('readWeights', () => {
  it.each([[[256]], [[1, 2, 30, 223]], [[100, 0, 156]]])('decodes what tfjs-core does from files of %j bytes', (lengths) => {
    const files = new Map<string, Uint8Array>();
    let at = 0;
    for (const length of lengths) {
      files.set(`shard${files.size}`, bytes.subarray(at, at + length));
      at += length;
    }
    const read = readWeights([{ paths: [...files.keys()], weights: weights as [] }], (path) => files.get(path));
    expect([...read.keys()]).toEqual(weights.map(({ name }) => name));
    for (const [name, { shape, data }] of read) {
      expect(shape, name).toEqual(truth[name]!.shape);
      expect(Array.from(data, Number), name).toEqual(Array.from(truth[name]!.dataSync(), Number));
    }
  });

  it('reads several groups, and skips texts', () => {
    const text = [3, 0, 0, 0, 97, 98, 99, 0, 0, 0, 0];
    const groups = [
      { paths: ['a'], weights: [{ name: 'words', shape: [2], dtype: 'string' }, { name: 'x', shape: [1], dtype: 'float32' }] },
      { paths: ['b'], weights: [{ name: 'y', shape: [1], dtype: 'float32' }] },
    ];
    const files = new Map([['a', Uint8Array.from([...text, 0, 0, 128, 63])], ['b', Uint8Array.from([0, 0, 0, 64])]]);
    expect([...readWeights(groups, (path) => files.get(path))].map(([name, { data }]) => [name, Number(data[0])])).toEqual([['x', 1], ['y', 2]]);
  });

  it('refuses types and quantisations that it does not know', () => {
    for (const spec of [{ dtype: 'complex64' }, { dtype: 'float8' }, { dtype: 'float32', quantization: { dtype: 'uint4' } }, { dtype: 'float32', quantization: { dtype: 'uint8' } }]) {
      expect(codeOf([{ paths: ['a'], weights: [{ name: 'x', shape: [1], ...spec }] }]), JSON.stringify(spec)).toBe('graph.malformed_tensorflowjs');
    }
  });

  it('refuses sizes that are none, and those for which there are no bytes, before anything is allocated', () => {
    for (const shape of [[-1], [0.5], ['3'], [2 ** 53]]) expect(codeOf([{ paths: ['a'], weights: [{ name: 'x', shape, dtype: 'float32' }] }])).toBe('graph.malformed_tensorflowjs');
    expect(codeOf([{ paths: ['a'], weights: [{ name: 'x', shape: [2 ** 40, 2 ** 12], dtype: 'float32' }] }])).toBe('graph.weights_truncated');
  });
});

function codeOf(manifest: unknown): string {
  try {
    readWeights(manifest as [], () => bytes);
  } catch (error) {
    if (error instanceof GraphError) return error.code;
    throw error;
  }
  throw new Error('It was read.');
}
