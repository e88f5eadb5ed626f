import { elementCount } from '../tensor.ts';
import { convInputGradient } from './conv-gradient.ts';
import { defineOperator } from './definition.ts';
import type { InferContext } from './definition.ts';
import { unreachable } from './unreachable.ts';
import { asPlane, readWindow, windowAxes, windowCells, withPlainPads } from './window.ts';
import type { WindowAttributes, WindowAxis } from './window.ts';

interface ConvAttributes extends WindowAttributes {
  readonly group: number;
}

/**
 * Cross-correlation of x [N, C, …] with weights [M, C/group, …], plus a bias [M]; one or two spatial axes.
 * @see https://onnx.ai/onnx/operators/onnx__Conv.html
 */
export const Conv = defineOperator<ConvAttributes>({
  inputs: [2, 3],
  traits: { reach: 'image', linear: 'in one' },
  attributes: (read) => ({ ...readWindow(read), group: read.integer('group', 1) }),
  infer: (context) => {
    const { input, fail, attributes: { group }, inputs } = context;
    const { type, shape } = input(0);
    const weights = input(1).shape;
    if (shape.length < 3 || shape.length > 4) fail(`input must be [N, C, H, W] or [N, C, L], got ${shape.length} axes.`);
    if (weights.length !== shape.length) fail(`weights have ${weights.length} axes, the input ${shape.length}.`);
    if (shape[1] !== weights[1]! * group) {
      fail(`input has ${shape[1]} channels, weights want ${weights[1]! * group}${group === 1 ? '' : ` (${group} groups of ${weights[1]})`}. Transpose NHWC inputs to [N, C, H, W] first.`);
    }
    if (weights[0]! % group !== 0) fail(`${weights[0]} output channels do not divide into ${group} groups.`);
    const bias = inputs[2]?.shape;
    if (bias !== undefined && (bias.length !== 1 || bias[0] !== weights[0])) fail(`bias must have shape [${weights[0]}], got [${bias.join(', ')}].`);
    return [{ type, shape: [shape[0]!, weights[0]!, ...axesOf(context).map((axis) => axis.output)] }];
  },
  evaluate: (context) => {
    const { input, inputs, attributes: { group }, outputs: [output] } = context;
    const { shape, data } = input(0);
    const { shape: weightShape, data: weights } = input(1);
    const window = windowCells(asPlane(axesOf({ ...context, fail: unreachable })));
    const [batch, outChannels] = output!.shape as [number, number];
    const perGroup = weightShape[1]!;
    const outSize = elementCount(output!.shape.slice(2));
    const inSize = elementCount(shape.slice(2));
    const cells = elementCount(weightShape.slice(2));
    const result = new Float64Array(elementCount(output!.shape));
    for (let n = 0; n < batch; n++) {
      for (let m = 0; m < outChannels; m++) {
        const target = (n * outChannels + m) * outSize;
        result.fill(inputs[2]?.data[m] ?? 0, target, target + outSize);
        const firstChannel = Math.floor(m / (outChannels / group)) * perGroup;
        for (let c = 0; c < perGroup; c++) {
          const source = (n * shape[1]! + firstChannel + c) * inSize;
          const kernel = (m * perGroup + c) * cells;
          for (let i = 0; i < window.outputs.length; i++) {
            result[target + window.outputs[i]!]! += data[source + window.inputs[i]!]! * weights[kernel + window.cells[i]!]!;
          }
        }
      }
    }
    return [result];
  },
  gradient: (context, index) => {
    if (index !== 0) return context.refuse('weights that depend on the image are not supported');
    const { b, dy, inputs: [x, weights], attributes } = context;
    const spatial = b.shapeOf(x!).slice(2) as readonly number[];
    const kernel = b.shapeOf(weights!).slice(2) as readonly number[];
    return convInputGradient(b, dy, weights!, windowAxes(attributes, spatial, kernel, unreachable), attributes.group);
  },
  upgrade: (context) => withPlainPads(context, context.b.shapeOf(context.node.inputs[1]!).slice(2) as readonly number[]),
  multiplyAdds: ({ input }, [output]) => elementCount(output!.shape) * elementCount(input(1).shape.slice(1)),
});

function axesOf({ input, attributes, fail }: Pick<InferContext<ConvAttributes>, 'attributes' | 'fail'> & { input(index: number): { readonly shape: readonly number[] } }): WindowAxis[] {
  return windowAxes(attributes, input(0).shape.slice(2), input(1).shape.slice(2), fail);
}
