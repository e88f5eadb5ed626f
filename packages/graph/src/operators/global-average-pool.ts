import { elementCount } from '../tensor.ts';
import { defineOperator, noAttributes } from './definition.ts';
import { expandLike } from './gradient-helpers.ts';

/** The mean of each channel over all positions, which keep size 1. @see https://onnx.ai/onnx/operators/onnx__GlobalAveragePool.html */
export const GlobalAveragePool = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'image', linear: 'in all', averages: true },
  attributes: noAttributes,
  infer: ({ input }) => [{ type: input(0).type, shape: input(0).shape.map((size, axis) => (axis < 2 ? size : 1)) }],
  evaluate: ({ input }) => {
    const { shape, data } = input(0);
    const size = elementCount(shape.slice(2));
    return [Float64Array.from({ length: data.length / size }, (_, i) => data.subarray(i * size, (i + 1) * size).reduce((sum, x) => sum + x, 0) / size)];
  },
  gradient: ({ b, dy, inputs: [x] }) => expandLike(b, b.mul(dy, 1 / elementCount(b.shapeOf(x!).slice(2) as readonly number[])), x!),
});
