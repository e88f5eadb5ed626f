import { elementCount } from '../tensor.ts';
import { defineOperator } from './definition.ts';

/**
 * (x − mean) / √(variance + ε) · scale + bias, per channel, with stored statistics.
 * @see https://onnx.ai/onnx/operators/onnx__BatchNormalization.html
 */
export const BatchNormalization = defineOperator({
  inputs: [5, 5],
  traits: { reach: 'channel', linear: 'in one' },
  attributes: (read) => {
    read.ignore('momentum', 'spatial');
    return { epsilon: read.number('epsilon', 1e-5), isTraining: read.flag('training_mode', false) };
  },
  infer: ({ input, attributes: { isTraining }, fail }) => {
    if (isTraining) fail('the network was exported in training mode. Export it in evaluation mode (in PyTorch, call model.eval() first).');
    const { type, shape } = input(0);
    for (const [i, name] of [[1, 'scale'], [2, 'bias'], [3, 'mean'], [4, 'variance']] as const) {
      if (input(i).shape.length !== 1 || input(i).shape[0] !== shape[1]) fail(`${name} must have shape [${shape[1]}], one value per channel, got [${input(i).shape.join(', ')}].`);
    }
    return [{ type, shape }];
  },
  evaluate: ({ input, attributes: { epsilon } }) => {
    const { shape, data } = input(0);
    const [scale, bias, mean, variance] = [1, 2, 3, 4].map((i) => input(i).data) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const size = elementCount(shape.slice(2));
    return [data.map((x, i) => {
      const channel = Math.floor(i / size) % shape[1]!;
      return ((x - mean[channel]!) / Math.sqrt(variance[channel]! + epsilon)) * scale[channel]! + bias[channel]!;
    })];
  },
  gradient: ({ b, dy, inputs: [x, scale, , , variance], attributes: { epsilon }, refuse }, index) => {
    if (index !== 0) return refuse('statistics that depend on the image are not supported');
    const factor = b.div(scale!, b.sqrt(b.add(variance!, epsilon)));
    return b.mul(dy, b.reshape(factor, [-1, ...b.shapeOf(x!).slice(2).map(() => 1)]));
  },
});
