import { elementCount } from '../tensor.ts';
import { defineOperator } from './definition.ts';
import type { InferContext } from './definition.ts';
import { unreachable } from './unreachable.ts';
import { asPlane, windowCells, padsOf, readWindow } from './window.ts';
import type { WindowAttributes, WindowAxis } from './window.ts';

interface ConvTransposeAttributes extends WindowAttributes {
  readonly group: number;
  readonly outputPadding: readonly number[];
  readonly outputShape: readonly number[] | undefined;
}

/**
 * The transpose of {@link Conv}: x [N, C, …], weights [C, M/group, …], one or two spatial axes.
 * @see https://onnx.ai/onnx/operators/onnx__ConvTranspose.html
 */
export const ConvTranspose = defineOperator<ConvTransposeAttributes>({
  inputs: [2, 3],
  traits: { reach: 'image', linear: 'in one' },
  attributes: (read) => ({
    ...readWindow(read),
    group: read.integer('group', 1),
    outputPadding: read.integers('output_padding', []),
    outputShape: read.has('output_shape') ? read.integers('output_shape') : undefined,
  }),
  infer: (context) => {
    const { input, fail, attributes: { group } } = context;
    const { type, shape } = input(0);
    const weights = input(1).shape;
    if (shape.length < 3 || shape.length > 4 || weights.length !== shape.length) fail(`input and weights must both have 3 or 4 axes, got ${shape.length} and ${weights.length}.`);
    if (shape[1] !== weights[0] || weights[0]! % group !== 0) fail(`input has ${shape[1]} channels, weights want ${weights[0]} in ${group} groups.`);
    return [{ type, shape: [shape[0]!, weights[1]! * group, ...axesOf(context).map((axis) => axis.input)] }];
  },
  evaluate: (context) => {
    const { input, inputs, attributes: { group }, outputs: [output] } = context;
    const { shape, data } = input(0);
    const { shape: weightShape, data: weights } = input(1);
    const window = windowCells(asPlane(axesOf({ ...context, fail: unreachable })));
    const [batch, outChannels] = output!.shape as [number, number];
    const perGroup = weightShape[1]!;
    const inPerGroup = shape[1]! / group;
    const outSize = elementCount(output!.shape.slice(2));
    const inSize = elementCount(shape.slice(2));
    const cells = elementCount(weightShape.slice(2));
    const result = new Float64Array(elementCount(output!.shape));
    for (let n = 0; n < batch; n++) {
      for (let m = 0; m < outChannels; m++) {
        const target = (n * outChannels + m) * outSize;
        result.fill(inputs[2]?.data[m] ?? 0, target, target + outSize);
        const g = Math.floor(m / perGroup);
        for (let c = g * inPerGroup; c < (g + 1) * inPerGroup; c++) {
          const source = (n * shape[1]! + c) * inSize;
          const kernel = (c * perGroup + (m % perGroup)) * cells;
          // As a window: the convolution's output is our input.
          for (let i = 0; i < window.inputs.length; i++) {
            result[target + window.inputs[i]!]! += data[source + window.outputs[i]!]! * weights[kernel + window.cells[i]!]!;
          }
        }
      }
    }
    return [result];
  },
  gradient: ({ b, dy, inputs: [x, weights], attributes, refuse }, index) => {
    if (index !== 0) return refuse('weights that depend on the image are not supported');
    const shapes = [b.shapeOf(x!), b.shapeOf(weights!)] as const;
    const axes = axesOf({ attributes, input: (i) => ({ shape: shapes[i as 0 | 1] as readonly number[] }), fail: unreachable });
    return b.conv(dy, weights!, { strides: axes.map((axis) => axis.stride), dilations: axes.map((axis) => axis.dilation), pads: padsOf(axes), group: attributes.group });
  },
  multiplyAdds: ({ input }) => elementCount(input(0).shape) * elementCount(input(1).shape.slice(1)),
});

/** The windows of the convolution of which this is the transpose; its input is our output. */
function axesOf({ input, attributes, fail }: Pick<InferContext<ConvTransposeAttributes>, 'attributes' | 'fail'> & { input(index: number): { readonly shape: readonly number[] } }): WindowAxis[] {
  const { strides = [], dilations = [], pads = [], outputPadding, outputShape, autoPad } = attributes;
  if (autoPad !== 'NOTSET' || outputShape !== undefined) fail('auto_pad and output_shape are not supported; export with pads.');
  const spatial = input(0).shape.slice(2);
  const kernel = input(1).shape.slice(2);
  return spatial.map((output, axis) => {
    const stride = strides[axis] ?? 1;
    const dilation = dilations[axis] ?? 1;
    const begin = pads[axis] ?? 0;
    const end = pads[axis + spatial.length] ?? 0;
    const size = (output - 1) * stride - begin - end + dilation * (kernel[axis]! - 1) + 1 + (outputPadding[axis] ?? 0);
    if (size < 1) fail(`the result would have size ${size} along spatial axis ${axis}.`);
    return { input: size, output, kernel: kernel[axis]!, stride, dilation, begin, end };
  });
}
