import { describe, expect, it } from 'vitest';
import { evaluate, makeTensor } from '@lookalike/graph';
import { onnxFile } from '../testing/onnx-file.ts';
import type { OnnxNode } from '../testing/onnx-file.ts';
import { readOnnx } from './read-onnx.ts';

const sample = (attributes: OnnxNode['attributes'] = {}, grid = 'g'): OnnxNode => ({ operator: 'GridSample', inputs: ['x', grid], outputs: ['y'], attributes });

describe('GridSample', () => {
  it('by a grid that all images share becomes constant places and weights', () => {
    const network = readOnnx(onnxFile({
      opset: 16,
      inputs: { x: ['N', 3, 4, 5] },
      outputs: ['y'],
      weights: [{ name: 'g', dims: [1, 2, 2, 2], floats: [-0.9, -0.9, 0.2, 0, 0.5, 0.7, 1.1, 0.3] }, { name: 'ones', dims: [3], type: 7, integers: [1, 1, 1] }],
      nodes: [
        { operator: 'Shape', inputs: ['x'], outputs: ['s'], attributes: { start: 0, end: 1 } },
        { operator: 'Concat', inputs: ['s', 'ones'], outputs: ['r'], attributes: { axis: 0 } },
        { operator: 'Expand', inputs: ['g', 'r'], outputs: ['e'] },
        sample({}, 'e'),
      ],
    }));
    expect(network.nodes.map(({ operator }) => operator)).toEqual(['Reshape', 'Pad', 'Gather', 'Reshape', 'Mul', 'ReduceSum', 'Reshape']);
  });

  it('at a place that is no number gives none, and leaves the others alone', () => {
    const network = readOnnx(onnxFile({ opset: 16, inputs: { x: ['N', 1, 2, 2], g: ['N', 1, 2, 2] }, outputs: ['y'], nodes: [sample({ padding_mode: 'border' })] }));
    const feeds = new Map([['x', makeTensor('float32', [1, 1, 2, 2], [1, 2, 3, 4])], ['g', makeTensor('float32', [1, 1, 2, 2], [NaN, 0, 1, 1])]]);
    expect(Array.from(evaluate(network, feeds).get('y')!.data, Number)).toEqual([NaN, 4]);
  });

  it('refuses what it cannot read, and says why', () => {
    const file = (attributes: OnnxNode['attributes'], g: readonly (number | string)[], x: readonly (number | string)[] = ['N', 1, 3, 3]): Uint8Array => onnxFile({ opset: 20, inputs: { x, g }, outputs: ['y'], nodes: [sample(attributes)] });
    expect(() => readOnnx(file({}, ['N', 2, 2, 3]))).toThrow(/does not go with an image of 2 spatial axes/);
    expect(() => readOnnx(file({ mode: 'cubic' }, ['N', 2, 2, 2, 3], ['N', 1, 3, 3, 3]))).toThrow(/volumes are read by the nearest cell or linearly/);
    expect(() => readOnnx(file({ padding_mode: 'wrap' }, ['N', 2, 2, 2]))).toThrow(/padding_mode must be one of zeros, border, reflection/);
  });
});
