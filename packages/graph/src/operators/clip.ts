import { elementCount } from '../tensor.ts';
import { defineOperator, noAttributes } from './definition.ts';

/**
 * x held between two bounds; an absent bound does not bind. At a bound the gradient passes: with 0 there, a black or white seed,
 * all of whose pixels lie on a bound, would never move.
 * @see https://onnx.ai/onnx/operators/onnx__Clip.html
 */
export const Clip = defineOperator({
  inputs: [1, 3],
  attributes: noAttributes,
  infer: ({ inputs, input, fail }) => {
    for (const bound of inputs.slice(1)) {
      if (bound !== undefined && elementCount(bound.shape) !== 1) fail('the bounds must be scalars.');
    }
    return [{ type: input(0).type, shape: input(0).shape }];
  },
  evaluate: ({ input, inputs: [, least, most] }) => {
    const low = least?.data[0] ?? -Infinity;
    const high = most?.data[0] ?? Infinity;
    return [input(0).data.map((x) => Math.min(Math.max(x, low), high))];
  },
  gradient: ({ b, dy, inputs: [x], outputs: [y], refuse }, index) =>
    index === 0 ? b.where(b.equal(x!, y!), dy, 0) : refuse('a bound that depends on the image is not supported'),
  upgrade: ({ b, node, opset }) => {
    if (opset >= 11) return undefined;
    const { min, max } = node.attributes;
    const bound = (value: typeof min): string => (typeof value === 'number' ? b.scalar(value, b.typeOf(node.inputs[0]!).type) : '');
    return b.append('Clip', [node.inputs[0]!, bound(min), bound(max)], {}, { name: node.name, outputs: node.outputs });
  },
});
