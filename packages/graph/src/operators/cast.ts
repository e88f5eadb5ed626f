import { defineOperator } from './definition.ts';
import { isFloat } from '../tensor.ts';
import type { ElementType } from '../graph.ts';

const castTargets = ['float32', 'float64', 'int8', 'uint8', 'int32', 'int64', 'bool'] as const satisfies readonly ElementType[];

/**
 * Changes the element type; to whole numbers it truncates. Between floating types the gradient passes, through whole numbers it is 0.
 * The attribute `to` holds our name of the type; the file's number is translated on import.
 * @see https://onnx.ai/onnx/operators/onnx__Cast.html
 */
export const Cast = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'entry', moves: 'all' },
  attributes: (read) => {
    // They are about 8-bit floats, which are not among the targets.
    read.ignore('saturate', 'round_mode');
    return { to: read.choice<ElementType>('to', castTargets, 'float32') };
  },
  infer: ({ attributes: { to }, input }) => [{ type: to, shape: input(0).shape }],
  evaluate: ({ attributes: { to }, input }) => {
    const { data } = input(0);
    if (isFloat(to)) return [data];
    return [to === 'bool' ? data.map((x) => (x === 0 ? 0 : 1)) : data.map(Math.trunc)];
  },
  gradient: ({ b, attributes: { to }, dy, inputs: [x] }) => {
    const { type } = b.typeOf(x!);
    return isFloat(to) && isFloat(type) ? b.cast(dy, type) : undefined;
  },
});
