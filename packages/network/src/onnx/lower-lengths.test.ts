import { differentiate, evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { onnxFile } from '../testing/onnx-file.ts';
import { readOnnx } from './read-onnx.ts';

describe('the length of a window', () => {
  it.each([1, 2, 3])('of order %i has no slope where it is 0, and a finite one beside that', (p) => {
    const b = new GraphBuilder(readOnnx(onnxFile({ opset: 18, inputs: { x: ['N', 1, 4] }, outputs: ['y'], nodes: [{ operator: 'LpPool', inputs: ['x'], outputs: ['y'], attributes: { kernel_shape: [2], strides: [2], p } }] })));
    const sum = b.output(b.reduceSum('y', [1, 2]));
    const { graph, gradient } = differentiate(b.build(), { of: sum, withRespectTo: 'x' });
    const values = evaluate(graph, new Map([['x', makeTensor('float32', [1, 1, 4], [0, 0, 0, 5])]]));
    const [ofZeros, beside, atZero, above] = Array.from(values.get(gradient)!.data, Number);
    expect([ofZeros, beside, atZero]).toEqual([0, 0, 0]);
    expect(above).toBeCloseTo(1, 5);
  });

  it('needs an order of at least 1', () => {
    expect(() => readOnnx(onnxFile({ opset: 18, inputs: { x: ['N', 1, 4] }, outputs: ['y'], nodes: [{ operator: 'LpPool', inputs: ['x'], outputs: ['y'], attributes: { kernel_shape: [2], p: 0 } }] }))).toThrow(/p must be at least 1, got 0/);
  });
});
