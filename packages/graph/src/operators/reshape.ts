import { elementCount } from '../tensor.ts';
import { defineOperator } from './definition.ts';
import { reshapeLike } from './gradient-helpers.ts';

/** The same values in another shape: −1 is inferred, 0 copies the input's size at that axis. @see https://onnx.ai/onnx/operators/onnx__Reshape.html */
export const Reshape = defineOperator({
  inputs: [2, 2],
  traits: { reach: 'order', moves: 'all', takesSizes: true },
  attributes: (read) => ({ zeroIsZero: read.flag('allowzero', false) }),
  infer: ({ input, integers, attributes: { zeroIsZero }, fail }) => {
    const { type, shape, values } = input(0);
    const asked = integers(1)!;
    const sizes = asked.map((size, axis) => (size === 0 && !zeroIsZero ? shape[axis] ?? fail(`size 0 at axis ${axis} copies a size that the input does not have.`) : size));
    if (sizes.filter((size) => size === -1).length > 1 || sizes.some((size) => size < -1)) fail(`[${asked.join(', ')}] is not a shape.`);
    const count = elementCount(shape);
    const rest = elementCount(sizes.filter((size) => size !== -1));
    const result = sizes.map((size) => (size === -1 ? count / rest : size));
    if (!result.every(Number.isInteger) || elementCount(result) !== count) fail(`[${shape.join(', ')}] cannot be reshaped to [${asked.join(', ')}].`);
    return [{ type, shape: result, values }];
  },
  evaluate: ({ input }) => [input(0).data],
  gradient: ({ b, dy, inputs: [x], refuse }, index) => (index === 0 ? reshapeLike(b, dy, x!) : refuse('a shape that depends on the image is not supported')),
});
