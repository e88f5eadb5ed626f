import { describe, expect, it } from 'vitest';
import { onnxFile } from '../testing/onnx-file.ts';
import type { OnnxSparseTensor } from '../testing/onnx-file.ts';
import { readOnnx } from './read-onnx.ts';

const add = { operator: 'Add', inputs: ['x', 'w'], outputs: ['y'] };
const inputs = { x: ['N', 2, 3] };
const values = { name: 'w', dims: [2], floats: [5, 7] };
const integers = (numbers: readonly number[], dims: readonly number[] = [numbers.length]): OnnxSparseTensor['places'] => ({ dims, type: 7, integers: numbers });
const weight = (sparse: OnnxSparseTensor): unknown => {
  const tensor = readOnnx(onnxFile({ nodes: [add], inputs, outputs: ['y'], sparseWeights: [sparse] })).constants.get('w')!;
  return [tensor.shape, ...tensor.data];
};
const dense = [[2, 3], 0, 5, 0, 7, 0, 0];

describe('sparse weights', () => {
  it('become dense, by place or by coordinates', () => {
    expect(weight({ dims: [2, 3], values, places: integers([1, 3]) })).toEqual(dense);
    expect(weight({ dims: [2, 3], values, places: integers([0, 1, 1, 0], [2, 2]) })).toEqual(dense);
  });

  it('become dense in a Constant', () => {
    const constant = { operator: 'Constant', inputs: [], outputs: ['w'], attributes: { sparse_value: { sparse: { dims: [2, 3], values, places: integers([1, 3]) } } } };
    const graph = readOnnx(onnxFile({ nodes: [constant, add], inputs, outputs: ['y'] }));
    expect([...graph.constants.get('w')!.data]).toEqual(dense.slice(1));
  });

  it('are refused where a place lies outside, is missing, or the dense tensor would be far too large', () => {
    for (const places of [integers([1, 6]), integers([-1, 3]), integers([0, 3, 1, 0], [2, 2]), integers([1])]) {
      expect(() => weight({ dims: [2, 3], values, places })).toThrow(expect.objectContaining({ code: 'graph.malformed_onnx' }));
    }
    expect(() => weight({ dims: [100_000, 100_000], values, places: integers([1, 3]) })).toThrow(/2 values for a shape of \[100000, 100000\]/);
  });
});
