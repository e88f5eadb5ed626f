import { evaluate, makeTensor } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { onnxFile } from '../testing/onnx-file.ts';
import type { OnnxNode } from '../testing/onnx-file.ts';
import { readOnnx } from './read-onnx.ts';

const vector = (name: string, floats: readonly number[]): { name: string; dims: number[]; floats: readonly number[] } => ({ name, dims: [floats.length], floats });
const statistics = [vector('s', [1, 2]), vector('o', [0, 1]), vector('m', [10, 20]), vector('v', [4, 4])];
const weights = [...statistics, { name: 'w', dims: [2, 2, 2], floats: [1, 2, 3, 5, 3, 4, 7, 9] }];
const trained = (x: string, outputs: readonly string[], attributes: OnnxNode['attributes'] = { training_mode: 1, momentum: { float: 0.75 }, epsilon: { float: 0 } }): OnnxNode => ({ operator: 'BatchNormalization', name: 'norm', inputs: [x, 's', 'o', 'm', 'v'], outputs, attributes });
const inputs = { x: ['N', 2, 2, 2] };

/** What is added to x = 0. */
function constantOf(nodes: readonly OnnxNode[], opset: number, output: string): number[] {
  const graph = readOnnx(onnxFile({ opset, nodes: [...nodes, { operator: 'Add', inputs: ['x', output], outputs: ['y'] }], inputs, outputs: ['y'], weights }));
  expect(graph.nodes).toHaveLength(1);
  return Array.from(evaluate(graph, new Map([['x', makeTensor('float32', [1, 2, 2, 2], new Float32Array(8))]])).get('y')!.data, Number);
}

describe('BatchNormalization in training mode', () => {
  // Channel 0 of w is 1, 2, 3, 4 (mean 2.5, variance 1.25), channel 1 is 3, 5, 7, 9 (mean 6, variance 5).
  const expected = [1, 2, 3, 5, 3, 4, 7, 9].map((w, i) => (i % 4 < 2 ? (w - 2.5) / Math.sqrt(1.25) : (2 * (w - 6)) / Math.sqrt(5) + 1));

  it('of constants is a constant, as in weight standardisation', () => {
    constantOf([trained('w', ['y0'])], 14, 'y0').forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    constantOf([trained('w', ['y0', 'rm', 'rv'])], 17, 'y0').forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    // Before opset 14 the number of outputs said so.
    constantOf([trained('w', ['y0', 'rm', 'rv', 'sm', 'sv'], { epsilon: { float: 0 } })], 9, 'y0').forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  });

  it('gives running statistics too', () => {
    // 0.75 · 10 + 0.25 · 2.5 and 0.75 · 20 + 0.25 · 6; 0.75 · 4 + 0.25 · 1.25 and 0.75 · 4 + 0.25 · 5
    expect(constantOf([trained('w', ['y0', 'rm', 'rv'])], 17, 'rm').slice(0, 2)).toEqual([8.125, 16.5]);
    expect(constantOf([trained('w', ['y0', 'rm', 'rv'])], 17, 'rv').slice(0, 2)).toEqual([3.3125, 4.25]);
  });

  it('of images is refused, with what to do', () => {
    for (const [opset, outputs, attributes] of [[17, ['y', 'rm', 'rv'], { training_mode: 1 }], [9, ['y', 'rm', 'rv', 'sm', 'sv'], {}]] as const) {
      expect(() => readOnnx(onnxFile({ opset, nodes: [trained('x', outputs, attributes)], inputs, outputs: ['y'], weights }))).toThrow(expect.objectContaining({ code: 'graph.training_mode', message: expect.stringContaining('"norm" is in training mode: the network was exported in train(). Call model.eval()') }));
    }
  });
});

describe('Dropout', () => {
  const file = (more: readonly string[]): Uint8Array => onnxFile({
    nodes: [{ operator: 'Dropout', name: 'drop', inputs: ['x', ...more], outputs: ['y'] }], inputs, outputs: ['y'],
    weights: [{ name: 'half', dims: [], floats: [0.5] }, { name: 'none', dims: [], floats: [0] }, { name: 'yes', dims: [], type: 9, raw: Uint8Array.of(1) }, { name: 'no', dims: [], type: 9, raw: Uint8Array.of(0) }],
  });

  it('does nothing in evaluation mode, or where it leaves nothing out', () => {
    for (const more of [[], ['half'], ['half', 'no'], ['none', 'yes']]) expect(readOnnx(file(more)).nodes.map(({ operator }) => operator)).toEqual(['Identity']);
  });

  it('in training mode is refused, with what to do', () => {
    for (const more of [['half', 'yes'], ['', 'yes']]) expect(() => readOnnx(file(more))).toThrow(/"drop" is in training mode: the network was exported in train\(\)\. Call model\.eval\(\)/);
  });
});
