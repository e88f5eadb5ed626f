import { forEachIndex } from '../broadcast.ts';
import { stridesOf } from '../tensor.ts';
import { normalizeAxes } from './axes.ts';
import { defineOperator } from './definition.ts';

/** Axes in another order; reversed if none is named. @see https://onnx.ai/onnx/operators/onnx__Transpose.html */
export const Transpose = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'axes', moves: 'all' },
  attributes: (read) => ({ permutation: read.has('perm') ? read.integers('perm') : undefined }),
  infer: ({ input, attributes, fail }) => {
    const { type, shape } = input(0);
    const permutation = permutationOf(attributes.permutation, shape.length);
    if (normalizeAxes(permutation, shape.length, fail).length !== shape.length) fail(`perm [${permutation.join(', ')}] must name each of ${shape.length} axes once.`);
    return [{ type, shape: permutation.map((axis) => shape[axis]!) }];
  },
  evaluate: ({ input, attributes, outputs: [output] }) => {
    const { shape, data } = input(0);
    const strides = stridesOf(shape);
    const result = new Float64Array(data.length);
    forEachIndex(output!.shape, [permutationOf(attributes.permutation, shape.length).map((axis) => strides[axis]!)], (position, [source]) => {
      result[position] = data[source!]!;
    });
    return [result];
  },
  gradient: ({ b, dy, inputs: [x], attributes }) => {
    const permutation = permutationOf(attributes.permutation, b.shapeOf(x!).length);
    return b.transpose(dy, permutation.map((_, axis) => permutation.indexOf(axis)));
  },
});

function permutationOf(permutation: readonly number[] | undefined, rank: number): readonly number[] {
  return permutation ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}
