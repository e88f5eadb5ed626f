import { GraphError } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { networkFormatOf, readNetworkFiles } from './read-network-files.ts';
import { onnxFile } from './testing/onnx-file.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const weights = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
const onnx = onnxFile({ nodes: [{ operator: 'Add', inputs: ['x', 'w'], outputs: ['y'] }], inputs: { x: ['N', 3] }, outputs: ['y'], weights: [{ name: 'w', dims: [3], external: { location: 'w.bin', length: '12' } }] });
const plainOnnx = onnxFile({ nodes: [{ operator: 'Relu', inputs: ['x'], outputs: ['y'] }], inputs: { x: ['N', 3] }, outputs: ['y'] });

/** A dense layer [2 → 3] whose weights are in two files. */
const model = JSON.stringify({
  format: 'layers-model',
  modelTopology: { class_name: 'Sequential', config: { name: 'small', layers: [{ class_name: 'Dense', config: { name: 'dense', use_bias: false, batch_input_shape: [null, 2] } }] } },
  weightsManifest: [{ paths: ['a.bin', 'b.bin'], weights: [{ name: 'dense/kernel', shape: [2, 3], dtype: 'float32' }] }],
});
const shards = [['a.bin', weights.subarray(0, 10)], ['b.bin', weights.subarray(10)]] as const;

describe('readNetworkFiles', () => {
  it('reads an ONNX file with weights beside it, in whatever folder', () => {
    for (const folder of ['', 'network/']) {
      const graph = readNetworkFiles(new Map([[`${folder}small.onnx`, onnx], [`${folder}w.bin`, weights], ['README.md', text('# Small')]]));
      expect([...graph.constants.get('w')!.data]).toEqual([1, 2, 3]);
    }
  });

  it('reads a TensorFlow.js model, whose weights may be split over files', () => {
    for (const folder of ['', 'network/']) {
      const graph = readNetworkFiles(new Map([[`${folder}model.json`, text(model)], ...shards.map(([name, bytes]) => [`${folder}${name}`, bytes] as const)]));
      expect([...graph.constants.get('dense/kernel')!.data]).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it('knows a network by its contents when its name says nothing', () => {
    expect(networkFormatOf(new Map([['upload', plainOnnx]]))).toEqual({ format: 'onnx', main: 'upload' });
    expect(networkFormatOf(new Map([['upload', text(`\n ${model}`)]]))).toEqual({ format: 'tensorflowjs', main: 'upload' });
    expect(networkFormatOf(new Map([['package.json', text('{"name":"x"}')], ['network.json', text(model)]]))).toEqual({ format: 'tensorflowjs', main: 'network.json' });
  });

  it('names the files with weights that were not given', () => {
    expect(errorOf(new Map([['model.json', text(model)], ['a.bin', weights]]))).toMatchObject({ code: 'graph.weights_missing', details: { missing: ['b.bin'] } });
    expect(errorOf(new Map([['small.onnx', onnx]]))).toMatchObject({ code: 'graph.external_data_missing', details: { location: 'w.bin' } });
  });

  it('says which weight is cut off', () => {
    const error = errorOf(new Map([['model.json', text(model)], ['a.bin', weights.subarray(0, 10)], ['b.bin', weights.subarray(10, 20)]]));
    expect(error).toMatchObject({ code: 'graph.weights_truncated', details: { weight: 'dense/kernel', expected: 24, actual: 20 } });
  });

  it('refuses files without a network, with several, or with a damaged one', () => {
    expect(errorOf(new Map()).code).toBe('graph.no_network');
    expect(errorOf(new Map([['a.bin', weights], ['b.bin', weights]])).code).toBe('graph.no_network');
    expect(errorOf(new Map([['a.onnx', onnx], ['model.json', text(model)]]))).toMatchObject({ code: 'graph.several_networks', details: { networks: ['a.onnx', 'model.json'] } });
    expect(errorOf(new Map([['model.json', text(model.slice(0, 50))], ['a.bin', weights]])).code).toBe('graph.not_tensorflowjs');
    expect(errorOf(new Map([['package.json', text('{"name":"x"}')]])).code).toBe('graph.not_tensorflowjs');
    expect(errorOf(new Map([['upload', text('a photograph')]])).code).toMatch(/onnx/);
  });
});

function errorOf(files: ReadonlyMap<string, Uint8Array>): GraphError {
  try {
    readNetworkFiles(files);
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
  throw new Error('It was read.');
}
