import { elementCount, makeTensor } from '../tensor.ts';
import { broadcastShapes, broadcastStrides, forEachIndex } from '../broadcast.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator } from './definition.ts';
import { normalizeBlocks, statisticsOfBlocks } from './normalize.ts';

/**
 * Each image's axes from `axis` on, made to have mean 0 and variance 1, times scale, plus bias; then the mean, and 1 / √(variance + ε).
 * The gradient of n = (x − mean) / s is (d − mean(d) − n · mean(d · n)) / s, where n has the mean 0 too.
 * @see https://onnx.ai/onnx/operators/onnx__LayerNormalization.html, Ba, Kiros and Hinton 2016
 */
export const LayerNormalization = defineOperator({
  inputs: [2, 3],
  outputs: [1, 3],
  traits: { reach: { from: -1 } },
  attributes: (read) => {
    read.ignore('stash_type');
    return { axis: read.integer('axis', -1), epsilon: read.number('epsilon', 1e-5) };
  },
  infer: ({ input, inputs, attributes, fail }) => {
    const { type, shape } = input(0);
    const axis = normalizeAxis(attributes.axis, shape.length, fail);
    for (const [i, name] of [[1, 'scale'], [2, 'bias']] as const) {
      const given = inputs[i]?.shape;
      if (given !== undefined && broadcastShapes([shape, given])?.join() !== shape.join()) fail(`${name} [${given.join(', ')}] must broadcast to the input [${shape.join(', ')}].`);
    }
    const one = { type, shape: shape.map((size, at) => (at < axis ? size : 1)) };
    return [{ type, shape }, one, one];
  },
  evaluate: ({ input, inputs, attributes: { axis, epsilon } }) => {
    const { shape, data } = input(0);
    const size = elementCount(shape.slice(axis < 0 ? axis + shape.length : axis));
    const statistics = statisticsOfBlocks(data, size, epsilon);
    const result = normalizeBlocks(data, size, statistics);
    const scale = input(1);
    const bias = inputs[2];
    forEachIndex(shape, [broadcastStrides(scale.shape, shape), broadcastStrides(bias?.shape ?? [], shape)], (position, [s, o]) => {
      result[position] = result[position]! * scale.data[s!]! + (bias?.data[o!] ?? 0);
    });
    return [result, statistics.means, statistics.inverses];
  },
  gradient: ({ b, dy, dys, inputs: [x, scale], attributes: { axis, epsilon }, refuse }, index) => {
    if (index !== 0) return refuse('a scale or bias that depends on the image is not supported');
    if (dys.slice(1).some((given) => given !== undefined)) return refuse('its mean and deviation pass none on');
    const shape = b.shapeOf(x!);
    const first = axis < 0 ? axis + shape.length : axis;
    const axes = shape.slice(first).map((_, i) => first + i);
    const sizes = shape.slice(first).map((size) => (typeof size === 'number' ? size : refuse('it mixes the images of a batch')));
    const ones = b.constant(makeTensor(b.typeOf(x!).type, sizes, new Array<number>(elementCount(sizes)).fill(1)));
    const [normal, , inverse] = b.append('LayerNormalization', [x!, ones], { axis, epsilon }, { outputs: 3 }) as [string, string, string];
    const given = b.mul(dy, scale!);
    const centred = b.sub(given, b.reduceMean(given, axes, true));
    return b.mul(b.sub(centred, b.mul(normal, b.reduceMean(b.mul(centred, normal), axes, true))), inverse);
  },
});
