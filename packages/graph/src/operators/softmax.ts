import { elementCount } from '../tensor.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator } from './definition.ts';
import type { GradientRule, OperatorDefinition, UpgradeContext } from './definition.ts';

export interface SoftmaxAttributes {
  readonly axis: number;
}

/** Softmax or its logarithm: one distribution along an axis at a time. */
export function softmaxOperator(operator: 'Softmax' | 'LogSoftmax', f: (x: number, greatest: number, sum: number) => number, gradient: GradientRule<SoftmaxAttributes>): OperatorDefinition {
  return defineOperator<SoftmaxAttributes>({
    inputs: [1, 1],
    traits: { reach: { axis: -1 }, activation: 'probability' },
    attributes: (read) => ({ axis: read.integer('axis', -1) }),
    infer: ({ input, attributes, fail }) => {
      normalizeAxis(attributes.axis, input(0).shape.length, fail);
      return [{ type: input(0).type, shape: input(0).shape }];
    },
    evaluate: ({ input, attributes }) => {
      const { shape, data } = input(0);
      const axis = attributes.axis < 0 ? attributes.axis + shape.length : attributes.axis;
      const size = shape[axis]!;
      const inner = elementCount(shape.slice(axis + 1));
      const result = new Float64Array(data.length);
      for (let line = 0; line < data.length / size; line++) {
        const start = Math.floor(line / inner) * size * inner + (line % inner);
        const values = Array.from({ length: size }, (_, i) => data[start + i * inner]!);
        const greatest = Math.max(...values);
        const sum = values.reduce((total, x) => total + Math.exp(x - greatest), 0);
        values.forEach((x, i) => {
          result[start + i * inner] = f(x, greatest, sum);
        });
      }
      return [result];
    },
    gradient,
    upgrade: (context) => flattenBefore13(operator, context),
  });
}

/** Before opset 13 the axis, 1 if not given, began a block of axes that was normalised as a whole. */
function flattenBefore13(operator: 'Softmax' | 'LogSoftmax', { b, node, opset }: UpgradeContext): readonly string[] | undefined {
  if (opset >= 13) return undefined;
  const x = node.inputs[0]!;
  const rank = b.shapeOf(x).length;
  const given = typeof node.attributes['axis'] === 'number' ? node.attributes['axis'] : 1;
  const axis = given < 0 ? given + rank : given;
  if (axis === rank - 1) return b.append(operator, [x], { axis }, { name: node.name, outputs: node.outputs });
  const flat = b.op(operator, [b.flatten(x, axis)], { axis: 1 });
  return b.append('Reshape', [flat, b.shape(x)], {}, { name: node.name, outputs: node.outputs });
}

/** exp(x) / Σ exp(x) along an axis. @see https://onnx.ai/onnx/operators/onnx__Softmax.html */
export const Softmax = softmaxOperator('Softmax', (x, greatest, sum) => Math.exp(x - greatest) / sum, ({ b, dy, outputs: [y], attributes: { axis } }) => {
  const weighted = b.mul(dy, y!);
  return b.sub(weighted, b.mul(y!, b.reduceSum(weighted, [axis], true)));
});
