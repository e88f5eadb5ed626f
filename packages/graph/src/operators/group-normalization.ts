import type { Dimension } from '../graph.ts';
import { elementCount } from '../tensor.ts';
import { defineOperator, without } from './definition.ts';
import { reshapeTo } from './gradient-helpers.ts';
import { normalizationGradient, normalizeBlocks, statisticsOfBlocks } from './normalize.ts';

/**
 * Groups of channels of each image, made to have mean 0 and variance 1, times scale, plus bias, both per channel (per group before
 * opset 21).
 * @see https://onnx.ai/onnx/operators/onnx__GroupNormalization.html
 */
export const GroupNormalization = defineOperator({
  inputs: [3, 3],
  traits: { reach: 'image' },
  attributes: (read) => {
    read.ignore('stash_type');
    return { groups: read.integer('num_groups'), epsilon: read.number('epsilon', 1e-5) };
  },
  infer: ({ input, attributes: { groups }, fail }) => {
    const { type, shape } = input(0);
    if (shape.length < 3) fail(`input must be [N, C, …] with at least one spatial axis, got ${shape.length} axes.`);
    if (groups < 1 || shape[1]! % groups !== 0) fail(`${shape[1]} channels do not divide into ${groups} groups.`);
    for (const [i, name] of [[1, 'scale'], [2, 'bias']] as const) {
      if (input(i).shape.join() !== String(shape[1])) fail(`${name} must have shape [${shape[1]}], one value per channel, got [${input(i).shape.join(', ')}].`);
    }
    return [{ type, shape }];
  },
  evaluate: ({ input, attributes: { groups, epsilon } }) => {
    const { shape, data } = input(0);
    const size = elementCount(shape.slice(2));
    const block = (shape[1]! / groups) * size;
    return [normalizeBlocks(data, block, statisticsOfBlocks(data, block, epsilon)).map((x, i) => {
      const channel = Math.floor(i / size) % shape[1]!;
      return x * input(1).data[channel]! + input(2).data[channel]!;
    })];
  },
  gradient: ({ b, dy, inputs: [x, scale], attributes: { groups, epsilon }, refuse }, index) => {
    if (index !== 0) return refuse('a scale or bias that depends on the image is not supported');
    const shape = b.shapeOf(x!);
    const [batch, ...rest] = shape as readonly [Dimension, ...number[]];
    const blocks = [batch, groups, elementCount(rest) / groups];
    const dNormal = reshapeTo(b, b.mul(dy, b.reshape(scale!, [-1, ...rest.slice(1).map(() => 1)])), blocks);
    return reshapeTo(b, normalizationGradient(b, { x: reshapeTo(b, x!, blocks), dNormal, axes: [2], epsilon }), shape);
  },
  upgrade: ({ b, node, opset }) => {
    if (opset >= 21) return undefined;
    const [x, scale, bias] = node.inputs as [string, string, string];
    const groups = Number(node.attributes['num_groups']);
    const channels = Number(b.shapeOf(x)[1]);
    // One value per group becomes one per channel.
    const perChannel = (value: string): string => b.reshape(b.expand(b.reshape(value, [groups, 1]), [groups, channels / groups]), [channels]);
    return b.append('GroupNormalization', [x, perChannel(scale), perChannel(bias)], without(node.attributes, 'stash_type'), { name: node.name, outputs: node.outputs });
  },
});
