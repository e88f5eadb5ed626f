import { conv2d, conv2dTranspose, depthwiseConv2d } from '../../convolution.ts';
import type { ConvolutionOptions } from '../../convolution.ts';
import { asPair } from '../../sliding-window.ts';
import type { LayerContext, LayerRule } from '../layer-rule.ts';

export const Conv2D: LayerRule = (context) => context.activate(conv2d(context.t, context.x, context.weight('kernel'), optionsOf(context)));

/** The kernel is `depthwise_kernel` in Keras 2 and tfjs-layers, `kernel` in Keras 3. */
export const DepthwiseConv2D: LayerRule = (context) => context.activate(depthwiseConv2d(context.t, context.x, context.weight('depthwise_kernel', 'kernel'), optionsOf(context)));

/** Every channel by itself, then a convolution of one pixel over all of them, which has the bias. */
export const SeparableConv2D: LayerRule = (context) => {
  const { bias, ...options } = optionsOf(context);
  const depthwise = depthwiseConv2d(context.t, context.x, context.weight('depthwise_kernel'), options);
  const { isChannelsFirst } = options;
  return context.activate(conv2d(context.t, depthwise, context.weight('pointwise_kernel'), { bias, strides: [1, 1], padding: 'valid', ...(isChannelsFirst !== undefined && { isChannelsFirst }) }));
};

export const Conv2DTranspose: LayerRule = (context) => {
  const { t, x, config } = context;
  const options = optionsOf(context);
  const kernel = context.weight('kernel');
  const window = asPair(t.shapeOf(kernel).slice(0, 2) as readonly number[], 'the size of the kernel');
  const sizes = t.shapeOf(x);
  const input = asPair((options.isChannelsFirst === true ? sizes.slice(2) : sizes.slice(1, 3)) as readonly number[], 'the size of the image');
  const { strides, dilations = [1, 1], padding } = options;
  const extra = config.get('output_padding') === undefined || config.get('output_padding') === null ? undefined : config.pair('output_padding');
  const output = input.map((size, axis) => {
    const extent = (window[axis]! - 1) * dilations[axis]! + 1;
    if (extra !== undefined) return (size - 1) * strides[axis]! + extent - (padding === 'same' ? 2 * Math.floor(extent / 2) : 0) + extra[axis]!;
    return padding === 'same' ? size * strides[axis]! : size * strides[axis]! + Math.max(extent - strides[axis]!, 0);
  });
  return context.activate(conv2dTranspose(t, x, kernel, { ...options, output: asPair(output, 'the size of the result') }));
};

function optionsOf({ config, optionalWeight }: LayerContext): ConvolutionOptions {
  return {
    strides: config.pair('strides', [1, 1]),
    dilations: config.pair('dilation_rate', [1, 1]),
    padding: config.padding(),
    bias: optionalWeight(config.flag('use_bias', true), 'bias'),
    isChannelsFirst: config.isChannelsFirst(),
  };
}
