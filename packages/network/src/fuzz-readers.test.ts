import { GraphError } from '@lookalike/graph';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readOnnx } from './onnx/read-onnx.ts';
import { readTensorFlowJs } from './tensorflowjs/read-tensorflowjs.ts';
import { onnxFile } from './testing/onnx-file.ts';
import type { OnnxFile, OnnxNode } from './testing/onnx-file.ts';
import { readerCases } from './testing/fuzz/fuzz-case.ts';

/** `npm run fuzz:readers` runs many more, each in a process that is watched. */
const count = 150;

describe('damaged and hostile files', () => {
  const folder = new URL('goldens/', import.meta.url);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(onnx|bin)$|model\.json$/.test(path)).map((path) => path.replaceAll('\\', '/'));
  const goldens = new Map(paths.map((path) => [path, new Uint8Array(readFileSync(new URL(path, folder)))] as const));
  for (const [reader, run] of Object.entries(readerCases(goldens))) {
    it(`are read or refused with an error of ours by the ${reader} reader`, () => {
      const outcomes = new Map<string, number>();
      for (let i = 0; i < count; i++) {
        let outcome: string;
        try {
          outcome = run(i);
        } catch (cause) {
          throw new Error(`Case ${i} of the ${reader} reader ended in something other than a GraphError.`, { cause });
        }
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      // The damage must be of both kinds: some files are still read, and others fail in many ways.
      expect(outcomes.get('read')).toBeGreaterThan(0);
      expect(outcomes.size).toBeGreaterThan(8);
    });
  }
});

/** Files of a few kilobytes that stand for gigabytes or hours, if a reader does what they say. */
describe('files that ask for too much', () => {
  const chain = (length: number, node: (i: number, from: string, to: string) => OnnxNode, from = 'c'): OnnxNode[] => Array.from({ length }, (_, i) => node(i, i === 0 ? from : `v${i - 1}`, `v${i}`));
  const one = { name: 'c', dims: [1, 1], floats: [1] };
  const read = (file: OnnxFile): string => {
    try {
      readOnnx(onnxFile({ inputs: { x: ['N', 3] }, ...file }));
      return 'read';
    } catch (error) {
      if (error instanceof GraphError) return error.code;
      throw error;
    }
  };

  it('are not computed on import when constants grow from node to node', () => {
    const repeats = { name: 'r', dims: [2], type: 7, integers: [1, 4] };
    const nodes = chain(20, (_, from, to) => ({ operator: 'Tile', inputs: [from, 'r'], outputs: [to] }));
    expect(read({ nodes, weights: [one, repeats], outputs: ['v19'] })).toBe('read');
  });

  it('are not computed on import when thousands of nodes each make a million values', () => {
    const nodes = [...chain(3000, (i, _, to) => ({ operator: 'ConstantOfShape', name: `${i}`, inputs: ['s'], outputs: [to] })), { operator: 'Sum', inputs: Array.from({ length: 3000 }, (_, i) => `v${i}`), outputs: ['y'] }];
    expect(read({ nodes, weights: [{ name: 's', dims: [2], type: 7, integers: [1000, 1000] }], outputs: ['y'] })).toBe('read');
  });

  it('are not computed on import when a window is as wide as a number can be', () => {
    const nodes: OnnxNode[] = [{ operator: 'AveragePool', inputs: ['w'], outputs: ['y'], attributes: { kernel_shape: [1e9, 1], pads: [1e9, 0, 1e9, 0], strides: [1e9, 1] } }, { operator: 'Add', inputs: ['y', 'y'], outputs: ['z'] }];
    expect(read({ nodes, weights: [{ name: 'w', dims: [1, 1, 4, 1], floats: [1, 2, 3, 4] }], outputs: ['z'] })).toBe('read');
  });

  it('are refused when values have very many axes', () => {
    const axes = Array.from({ length: 50_000 }, (_, i) => i);
    expect(read({ opset: 17, nodes: [{ operator: 'Unsqueeze', inputs: ['x', 'axes'], outputs: ['y'] }], weights: [{ name: 'axes', dims: [axes.length], type: 7, integers: axes }], outputs: ['y'] })).toBe('graph.shape_mismatch');
    expect(read({ nodes: [{ operator: 'Add', inputs: ['w', 'w'], outputs: ['y'] }], weights: [{ name: 'w', dims: axes.map(() => 1), floats: [1] }], outputs: ['y'] })).toBe('graph.bad_tensor');
  });

  it('are refused or read in time when a chain is very long, and every node has the same name', () => {
    const nodes = chain(5000, (_, from, to) => ({ operator: 'Neg', name: 'same', inputs: [from], outputs: [to] }), 'x');
    expect(read({ nodes, outputs: ['v4999'] })).toBe('read');
  });

  it('are refused or read in time when a shape is computed by a very long chain', () => {
    const nodes = [...chain(5000, (_, from, to) => ({ operator: 'Neg', inputs: [from], outputs: [to] }), 's'), { operator: 'Reshape', inputs: ['x', 'v4999'], outputs: ['y'] }];
    expect(read({ nodes, weights: [{ name: 's', dims: [2], type: 7, integers: [0, 3] }], outputs: ['y'] })).toMatch(/^(read|graph\.malformed_onnx)$/);
  });

  it('are read in time when very many nodes read one large weight, or very many values are outputs', () => {
    const weight = { name: 'w', dims: [1, 3], floats: [1, 2, 3] };
    const nodes = chain(5000, (_, from, to) => ({ operator: 'Add', inputs: [from, 'w'], outputs: [to] }), 'x');
    expect(read({ nodes, weights: [weight], outputs: nodes.map((node) => node.outputs[0]!) })).toBe('read');
  });

  it('are refused when groups of the wire format are very deep', () => {
    expect(() => readOnnx(new Uint8Array(1_000_000).fill(0x0b))).toThrow(GraphError);
  });

  it('are refused when model.json is very deep, or models are within models without end', () => {
    expect(() => readTensorFlowJs({ model: `{"modelTopology":{"class_name":"Sequential","config":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`, weights: new Map() })).toThrow(GraphError);
    // Each model calls the one within it twice: 2^30 calls in all.
    const reference = (layer: string, call = 0): unknown[] => [[layer, call, 0, {}]];
    let inner: unknown = { class_name: 'Activation', name: 'core', config: { name: 'core', activation: 'relu' } };
    for (let i = 0; i < 30; i++) {
      const name = (inner as { name: string }).name;
      inner = { class_name: 'Functional', name: `m${i}`, config: { name: `m${i}`, layers: [{ class_name: 'InputLayer', name: 'in', config: { batch_shape: [null, 3] }, inbound_nodes: [] }, { ...(inner as object), inbound_nodes: [reference('in'), reference(name)] }], input_layers: [['in', 0, 0]], output_layers: [[name, 1, 0]] } };
    }
    expect(() => readTensorFlowJs({ model: JSON.stringify({ modelTopology: inner }), weights: new Map() })).toThrow(/calls its layers more than/);
  });

  it('are refused when model.json lists a file with weights again and again', () => {
    const model = { modelTopology: { class_name: 'Sequential', config: { name: 'm', layers: [] } }, weightsManifest: [{ paths: Array.from({ length: 100_000 }, () => 'w.bin'), weights: [{ name: 'w', shape: [250_000, 1000], dtype: 'float32' }] }] };
    expect(() => readTensorFlowJs({ model: JSON.stringify(model), weights: new Map([['w.bin', new Uint8Array(10_000)]]) })).toThrow(/listed twice/);
  });
});
