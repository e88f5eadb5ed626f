import { elementCount } from '../tensor.ts';
import { defineOperator } from './definition.ts';
import { normalizationGradient, normalizeBlocks, statisticsOfBlocks } from './normalize.ts';

/** Each channel of each image, made to have mean 0 and variance 1, times scale, plus bias. @see https://onnx.ai/onnx/operators/onnx__InstanceNormalization.html */
export const InstanceNormalization = defineOperator({
  inputs: [3, 3],
  traits: { reach: 'image' },
  attributes: (read) => ({ epsilon: read.number('epsilon', 1e-5) }),
  infer: ({ input, fail }) => {
    const { type, shape } = input(0);
    if (shape.length < 3) fail(`input must be [N, C, …] with at least one spatial axis, got ${shape.length} axes.`);
    for (const [i, name] of [[1, 'scale'], [2, 'bias']] as const) {
      if (input(i).shape.join() !== String(shape[1])) fail(`${name} must have shape [${shape[1]}], one value per channel, got [${input(i).shape.join(', ')}].`);
    }
    return [{ type, shape }];
  },
  evaluate: ({ input, attributes: { epsilon } }) => {
    const { shape, data } = input(0);
    const size = elementCount(shape.slice(2));
    return [normalizeBlocks(data, size, statisticsOfBlocks(data, size, epsilon)).map((x, i) => {
      const channel = Math.floor(i / size) % shape[1]!;
      return x * input(1).data[channel]! + input(2).data[channel]!;
    })];
  },
  gradient: ({ b, dy, inputs: [x, scale], attributes: { epsilon }, refuse }, index) => {
    if (index !== 0) return refuse('a scale or bias that depends on the image is not supported');
    const spatial = b.shapeOf(x!).slice(2);
    const dNormal = b.mul(dy, b.reshape(scale!, [-1, ...spatial.map(() => 1)]));
    return normalizationGradient(b, { x: x!, dNormal, axes: spatial.map((_, i) => i + 2), epsilon });
  },
});
