import { elementCount } from '../tensor.ts';
import { defineOperator, noAttributes } from './definition.ts';
import { atLeast } from './gradient-helpers.ts';

/**
 * x held between two bounds; an absent bound does not bind. At a bound the gradient passes: with 0 there, a black or white seed,
 * all of whose pixels lie on a bound, would never move. Between 0 and 6 it is ReLU6, a rectifier: at its bounds the gradient is 0, as
 * at a Relu's, so that the mask comes from the result and a runtime may fuse the bound into the convolution before it.
 * @see https://onnx.ai/onnx/operators/onnx__Clip.html
 */
export const Clip = defineOperator({
  inputs: [1, 3],
  traits: { reach: 'entry', activation: 'bound', arithmetic: true, takesInfinity: true },
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
  gradient: ({ b, dy, inputs: [x, least, most], outputs: [y], constant, rectifierSlope, refuse }, index) => {
    if (index !== 0) return refuse('a bound that depends on the image is not supported');
    const isRelu6 = [[least, 0], [most, 6]].every(([name, value]) => Number(constant(String(name ?? ''))?.data[0]) === value);
    const passes = isRelu6 ? b.op('And', [b.greater(y!, 0), b.less(y!, 6)]) : b.equal(x!, y!);
    return b.mul(dy, atLeast(b, b.cast(passes, b.typeOf(x!).type), isRelu6 ? rectifierSlope : 0));
  },
  masksGradient: true,
  upgrade: ({ b, node, opset }) => {
    if (opset >= 11) return undefined;
    const { min, max } = node.attributes;
    const bound = (value: typeof min): string => (typeof value === 'number' ? b.scalar(value, b.typeOf(node.inputs[0]!).type) : '');
    return b.append('Clip', [node.inputs[0]!, bound(min), bound(max)], {}, { name: node.name, outputs: node.outputs });
  },
});
