import { defineOperator } from './definition.ts';

/** The sizes of x, as int64. @see https://onnx.ai/onnx/operators/onnx__Shape.html */
export const Shape = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'shape' },
  attributes: (read) => ({ start: read.integer('start', 0), end: read.has('end') ? read.integer('end') : undefined }),
  infer: ({ input, attributes: { start, end } }) => {
    const sizes = input(0).shape.slice(start, end);
    return [{ type: 'int64', shape: [sizes.length], values: () => Float64Array.from(sizes) }];
  },
  evaluate: ({ input, attributes: { start, end } }) => [Float64Array.from(input(0).shape.slice(start, end))],
  gradient: { kind: 'zero', because: 'a shape does not depend on the values' },
});
