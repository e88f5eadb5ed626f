import { elementCount } from '../tensor.ts';
import { defineOperator, noAttributes } from './definition.ts';

/** The greatest value of each channel over all positions, which keep size 1. Tied positions share the gradient evenly. @see https://onnx.ai/onnx/operators/onnx__GlobalMaxPool.html */
export const GlobalMaxPool = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'image' },
  attributes: noAttributes,
  infer: ({ input, fail }) => {
    const { type, shape } = input(0);
    if (shape.length < 3) fail(`input must be [N, C, …] with at least one spatial axis, got ${shape.length} axes.`);
    return [{ type, shape: shape.map((size, axis) => (axis < 2 ? size : 1)) }];
  },
  evaluate: ({ input }) => {
    const { shape, data } = input(0);
    const size = elementCount(shape.slice(2));
    return [Float64Array.from({ length: data.length / size }, (_, i) => data.subarray(i * size, (i + 1) * size).reduce((most, x) => Math.max(most, x), -Infinity))];
  },
  gradient: ({ b, dy, inputs: [x], outputs: [y] }) => {
    const mask = b.cast(b.equal(x!, y!), b.typeOf(x!).type);
    const axes = b.shapeOf(x!).slice(2).map((_, i) => i + 2);
    return b.mul(mask, b.div(dy, b.reduceSum(mask, axes, true)));
  },
  masksGradient: true,
});
