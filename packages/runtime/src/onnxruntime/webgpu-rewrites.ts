import { elementCount, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { GraphNode, ValueType } from '@lookalike/graph';
import type { Rewrite } from './rewrite.ts';

/**
 * Where a convolution fits a matrix product, the provider takes it without its padding when only the far sides are padded:
 * it looks at the near sides alone (seen in 1.30.0, with 1×1 kernels and with kernels as large as the image). One stride
 * of padding on the first near side makes it look; the row that this adds is left out. A Pad before it would be fused away.
 */
export const convPaddedOnFarSidesOnly: Rewrite = (node, inputs) => {
  const pads = numbers(node, 'pads');
  const spatial = pads.length / 2;
  if (pads.every((count) => count === 0) || pads.slice(0, spatial).some((count) => count !== 0)) return undefined;
  const { b, values } = template(node, inputs);
  const [stride = 1] = numbers(node, 'strides');
  const more = b.op('Conv', values.map((name) => name ?? ''), { ...node.attributes, pads: [stride, ...pads.slice(1)] });
  b.output(b.slice(more, { starts: [1], ends: [Number.MAX_SAFE_INTEGER], axes: [2] }));
  return b.build();
};

/**
 * Where the channels are a multiple of 3 but not of 4, and those of the result a multiple of 4, the provider reads the image by threes
 * and gets every value wrong (seen in 1.30.0, from kernels of 2 on; images of 3 channels themselves are right). Channels of zeros,
 * with weights of zeros, make them a multiple of 4.
 */
export const convOfChannelsByThrees: Rewrite = (node, inputs) => {
  const [image, weights] = inputs;
  const [outputs, channels, ...kernel] = weights?.shape as [number, number, ...number[]];
  const isWrong = Number(node.attributes['group'] ?? 1) === 1 && channels % 3 === 0 && channels % 4 !== 0 && channels !== 3 && outputs % 4 === 0;
  if (image === undefined || !isWrong || kernel.every((size) => size === 1)) return undefined;
  const { b, values: [x, w, bias] } = template(node, inputs);
  const none = kernel.map(() => 0);
  const grown = (value: string): string => b.pad(value, [0, 0, ...none, 0, 4 - (channels % 4), ...none]);
  b.output(b.op('Conv', [grown(x!), grown(w!), ...(bias === undefined ? [] : [bias])], node.attributes));
  return b.build();
};

/**
 * The provider mixes the channels up when a group makes one channel of several (seen in 1.30.0). It gets a second
 * filter per group, of zeros, whose channel is left out afterwards.
 */
export const convTransposeToOneChannelPerGroup: Rewrite = (node, inputs) => {
  const [image, weights] = inputs;
  const group = Number(node.attributes['group'] ?? 1);
  const [rows, columns, ...kernel] = weights?.shape as [number, number, ...number[]];
  if (image === undefined || group === 1 || columns !== 1 || rows === group) return undefined;
  const { b, values: [x, w, bias] } = template(node, inputs);
  const twofold = b.pad(w!, [0, 0, ...kernel.map(() => 0), 0, 1, ...kernel.map(() => 0)]);
  const both = b.op('ConvTranspose', [x!, twofold], node.attributes);
  const result = b.slice(both, { starts: [0], ends: [2 * group], axes: [1], steps: [2] });
  b.output(bias === undefined ? result : b.add(result, b.reshape(bias, [1, group, ...kernel.map(() => 1)])));
  return b.build();
};

/** The provider wants scale and bias as large as what is normalised; ONNX lets them broadcast. */
export const layerNormalizationThatBroadcasts: Rewrite = (node, inputs) => {
  const [image, ...factors] = inputs;
  if (image === undefined || node.outputs.length > 1) return undefined;
  const axis = Number(node.attributes['axis'] ?? -1);
  const normalized = image.shape.slice(axis);
  if (!normalized.every((size) => typeof size === 'number')) return undefined;
  const count = elementCount(normalized);
  if (factors.every((factor) => factor === undefined || elementCount(factor.shape as readonly number[]) === count)) return undefined;
  const { b, values: [x, scale, bias] } = template(node, inputs);
  const ones = b.constant(makeTensor(image.type, normalized, new Array<number>(count).fill(1)));
  const scaled = b.mul(b.op('LayerNormalization', [x!, ones], node.attributes), scale!);
  b.output(bias === undefined ? scaled : b.add(scaled, bias));
  return b.build();
};

/** A builder with the node's inputs; `values` has their names, and `undefined` where the node leaves one out. */
function template(node: GraphNode, inputs: readonly (ValueType | undefined)[]): { b: GraphBuilder; values: readonly (string | undefined)[] } {
  const b = new GraphBuilder({ name: node.operator });
  return { b, values: inputs.map((type, i) => (type === undefined ? undefined : b.input(`input ${i}`, type))) };
}

function numbers(node: GraphNode, name: string): readonly number[] {
  // The operator's own rule has checked the attribute's type.
  return (node.attributes[name] ?? []) as readonly number[];
}
