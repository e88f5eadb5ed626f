import { elementCount, makeTensor, toDoubles } from '../tensor.ts';
import { defineOperator } from './definition.ts';

const zero = makeTensor('float32', [1], [0]);

/** One value, as often as the shape asks. @see https://onnx.ai/onnx/operators/onnx__ConstantOfShape.html */
export const ConstantOfShape = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'axes', takesSizes: true, takesInfinity: true },
  attributes: (read) => ({ value: read.tensor('value', zero) }),
  infer: ({ integers, attributes: { value } }) => [{ type: value.type, shape: integers(0)! }],
  evaluate: ({ attributes: { value }, outputs: [output] }) => [new Float64Array(elementCount(output!.shape)).fill(toDoubles(value)[0]!)],
  gradient: { kind: 'zero', because: 'it is a constant' },
});
