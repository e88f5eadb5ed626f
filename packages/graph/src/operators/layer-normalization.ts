import { elementCount } from '../tensor.ts';
import { broadcastShapes, broadcastStrides, forEachIndex } from '../broadcast.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator } from './definition.ts';
import { normalizationGradient, normalizeBlocks } from './normalize.ts';

/**
 * Each image's axes from `axis` on, made to have mean 0 and variance 1, times scale, plus bias. The second and third output (mean and
 * inverse deviation, for training) are not given.
 * @see https://onnx.ai/onnx/operators/onnx__LayerNormalization.html
 */
export const LayerNormalization = defineOperator({
  inputs: [2, 3],
  attributes: (read) => {
    read.ignore('stash_type');
    return { axis: read.integer('axis', -1), epsilon: read.number('epsilon', 1e-5) };
  },
  infer: ({ input, inputs, attributes, fail }) => {
    const { type, shape } = input(0);
    normalizeAxis(attributes.axis, shape.length, fail);
    for (const [i, name] of [[1, 'scale'], [2, 'bias']] as const) {
      const given = inputs[i]?.shape;
      if (given !== undefined && broadcastShapes([shape, given])?.join() !== shape.join()) fail(`${name} [${given.join(', ')}] must broadcast to the input [${shape.join(', ')}].`);
    }
    return [{ type, shape }];
  },
  evaluate: ({ input, inputs, attributes: { axis, epsilon } }) => {
    const { shape, data } = input(0);
    const result = normalizeBlocks(data, elementCount(shape.slice(axis < 0 ? axis + shape.length : axis)), epsilon);
    const scale = input(1);
    const bias = inputs[2];
    forEachIndex(shape, [broadcastStrides(scale.shape, shape), broadcastStrides(bias?.shape ?? [], shape)], (position, [s, o]) => {
      result[position] = result[position]! * scale.data[s!]! + (bias?.data[o!] ?? 0);
    });
    return [result];
  },
  gradient: ({ b, dy, inputs: [x, scale], attributes: { axis, epsilon }, refuse }, index) => {
    if (index !== 0) return refuse('a scale or bias that depends on the image is not supported');
    const rank = b.shapeOf(x!).length;
    const first = axis < 0 ? axis + rank : axis;
    const axes = Array.from({ length: rank - first }, (_, i) => first + i);
    return normalizationGradient(b, { x: x!, dNormal: b.mul(dy, scale!), axes, epsilon });
  },
});
