import { elementCount } from '../tensor.ts';
import { defineOperator } from './definition.ts';
import { reshapeLike } from './gradient-helpers.ts';

/** Two axes: those before `axis` in one, the rest in the other. @see https://onnx.ai/onnx/operators/onnx__Flatten.html */
export const Flatten = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'order', moves: 'all' },
  attributes: (read) => ({ axis: read.integer('axis', 1) }),
  infer: ({ input, attributes: { axis }, fail }) => {
    const { type, shape } = input(0);
    if (axis < -shape.length || axis > shape.length) fail(`axis ${axis} is outside of a value with ${shape.length} axes.`);
    const at = axis < 0 ? axis + shape.length : axis;
    return [{ type, shape: [elementCount(shape.slice(0, at)), elementCount(shape.slice(at))] }];
  },
  evaluate: ({ input }) => [input(0).data],
  gradient: ({ b, dy, inputs: [x] }) => reshapeLike(b, dy, x!),
});
