import { GraphError } from '@lookalike/graph';
import { dense, matMul } from '../../arithmetic.ts';
import { conv2d, conv2dTranspose, depthwiseConv2d, pool2d } from '../../convolution.ts';
import type { ConvolutionOptions } from '../../convolution.ts';
import { asPair } from '../../sliding-window.ts';
import type { TfValue } from '../../value.ts';
import type { NodeAttributes } from '../node-attributes.ts';
import type { OperationContext, OperationRule } from '../operation-rule.ts';

export const Conv2D: OperationRule = ({ t, input, attributes }) => conv2d(t, input(0), input(1), optionsOf(attributes));
export const DepthwiseConv2dNative: OperationRule = ({ t, input, attributes }) => depthwiseConv2d(t, input(0), input(1), optionsOf(attributes));
export const _FusedConv2D: OperationRule = (context) => fused(context, (bias) => conv2d(context.t, context.input(0), context.input(1), { ...optionsOf(context.attributes), bias }));
export const FusedDepthwiseConv2dNative: OperationRule = (context) => fused(context, (bias) => depthwiseConv2d(context.t, context.input(0), context.input(1), { ...optionsOf(context.attributes), bias }));

/** Inputs: the size of the result, the kernel, the image. */
export const Conv2DBackpropInput: OperationRule = ({ t, input, attributes }) => {
  const options = optionsOf(attributes);
  const sizes = t.dimensionsOf(input(0));
  const output = asPair((options.isChannelsFirst === true ? sizes.slice(2, 4) : sizes.slice(1, 3)) as readonly number[], 'the size of the result');
  return conv2dTranspose(t, input(2), input(1), { ...options, output });
};

export const MaxPool: OperationRule = (context) => pooling(context, 'max');
export const AvgPool: OperationRule = (context) => pooling(context, 'average');

export const MatMul: OperationRule = ({ t, input, attributes }) => matMul(t, input(0), input(1), { x: attributes.flag('transpose_a', false), y: attributes.flag('transpose_b', false) });
export const BatchMatMulV2: OperationRule = ({ t, input, attributes }) => matMul(t, input(0), input(1), { x: attributes.flag('adj_x', false), y: attributes.flag('adj_y', false) });
export const _FusedMatMul: OperationRule = (context) => fused(context, (bias) => {
  const { t, input, attributes } = context;
  const transposes = { x: attributes.flag('transpose_a', false), y: attributes.flag('transpose_b', false) };
  if (!transposes.x && !transposes.y) return dense(t, input(0), input(1), bias);
  const product = matMul(t, input(0), input(1), transposes);
  return bias === undefined ? product : t.combine([product, bias], (b, [y, c]) => b.add(y!, c!));
});

function optionsOf(attributes: NodeAttributes): ConvolutionOptions {
  return { strides: attributes.spatial('strides'), dilations: attributes.spatial('dilations'), padding: attributes.padding(), isChannelsFirst: attributes.isChannelsFirst() };
}

function pooling({ t, input, attributes }: OperationContext, kind: 'max' | 'average'): TfValue {
  return pool2d(t, kind, input(0), { kernel: attributes.spatial('ksize'), strides: attributes.spatial('strides'), padding: attributes.padding(), isChannelsFirst: attributes.isChannelsFirst() });
}

/** A bias, an activation or both, put into the operation before them; the slope of Prelu is the input after the bias. */
function fused({ t, name, attributes, input }: OperationContext, product: (bias: TfValue | undefined) => TfValue): TfValue {
  const operations = [...attributes.texts('fused_ops')];
  const bias = operations[0] === 'BiasAdd' ? input(2) : undefined;
  if (bias !== undefined) operations.shift();
  const result = product(bias);
  const [activation, ...others] = operations;
  const settled = t.settled.bind(t);
  if (others.length === 0) {
    switch (activation) {
      case undefined: case 'Linear': return result;
      case 'Relu': return t.elementwise(result, (b, x) => b.relu(x));
      case 'Relu6': return t.elementwise(result, (b, x) => b.clip(x, 0, 6));
      case 'Elu': return t.elementwise(result, (b, x) => b.op('Elu', [x]));
      case 'Sigmoid': return t.elementwise(result, (b, x) => b.sigmoid(x));
      case 'Tanh': return t.elementwise(result, (b, x) => b.tanh(x));
      case 'LeakyRelu': return t.elementwise(result, (b, x) => b.op('LeakyRelu', [x], { alpha: attributes.number('leakyrelu_alpha', 0.2) }));
      case 'Prelu': return t.combine([settled(result), input(bias === undefined ? 2 : 3)], (b, [x, slope]) => b.op('PRelu', [x!, slope!]));
    }
  }
  throw new GraphError('graph.unknown_operator', `Node "${name}" fuses ${operations.join(', ')}, which is not supported. Convert the network again without fusing.`, { operator: operations.join(), node: name, unknown: [{ operator: operations.join(), node: name }] });
}
