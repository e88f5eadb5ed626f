import { elementCount } from '../tensor.ts';
import { defineOperator } from './definition.ts';

/** How many values x has, as an int64 scalar. @see https://onnx.ai/onnx/operators/onnx__Size.html */
export const Size = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'shape' },
  attributes: () => ({}),
  infer: ({ input }) => [{ type: 'int64', shape: [], values: () => Float64Array.of(elementCount(input(0).shape)) }],
  evaluate: ({ input }) => [Float64Array.of(input(0).data.length)],
  gradient: { kind: 'zero', because: 'a size does not depend on the values' },
});
