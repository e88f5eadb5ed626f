import { elementCount, makeTensor } from '@lookalike/graph';
import type { GraphNode } from '@lookalike/graph';
import type { Rewrite } from './rewrite.ts';

/**
 * Where a convolution fits a matrix product, the provider takes it without its padding when only the far sides are padded:
 * it looks at the near sides alone (seen in 1.30.0, with 1×1 kernels and with kernels as large as the image). One stride
 * of padding on the first near side makes it look; the row that this adds is left out. A Pad before it would be fused away.
 */
export const convPaddedOnFarSidesOnly: Rewrite = (r, node) => {
  const pads = numbers(node, 'pads');
  const nearSides = pads.slice(0, pads.length / 2);
  if (pads.every((count) => count === 0) || nearSides.some((count) => count !== 0)) return;
  const [stride = 1] = numbers(node, 'strides');
  r.replace(node, () => {
    const more = r.op('Conv', node.inputs, { ...node.attributes, pads: [stride, ...pads.slice(1)] });
    return r.slice(more, { starts: [1], ends: [Number.MAX_SAFE_INTEGER], axes: [2] });
  });
};

/**
 * Where the channels are a multiple of 3 but not of 4, and those of the result a multiple of 4, the provider reads the image by threes
 * and gets every value wrong (seen in 1.30.0, from kernels of 2 on; images of 3 channels themselves are right). Channels of zeros,
 * with weights of zeros, make them a multiple of 4.
 */
export const convOfChannelsByThrees: Rewrite = (r, node) => {
  const [x, w, ...bias] = node.inputs as [string, string, ...string[]];
  const [outputs, channels, ...kernel] = r.shapeOf(w) as [number, number, ...number[]];
  const isOneGroup = Number(node.attributes['group'] ?? 1) === 1;
  const isReadByThrees = channels % 3 === 0 && channels % 4 !== 0 && channels !== 3 && outputs % 4 === 0;
  if (!isOneGroup || !isReadByThrees || kernel.every((size) => size === 1)) return;
  const none = kernel.map(() => 0);
  const grown = (value: string): string => r.pad(value, [0, 0, ...none, 0, 4 - (channels % 4), ...none]);
  r.replace(node, () => r.op('Conv', [grown(x), grown(w), ...bias], node.attributes));
};

/**
 * The provider mixes the channels up when a group makes one channel of several (seen in 1.30.0). It gets a second
 * filter per group, of zeros, whose channel is left out afterwards.
 */
export const convTransposeToOneChannelPerGroup: Rewrite = (r, node) => {
  const [x, w, bias = ''] = node.inputs as [string, string, string?];
  const group = Number(node.attributes['group'] ?? 1);
  const [rows, columns, ...kernel] = r.shapeOf(w) as [number, number, ...number[]];
  if (group === 1 || columns !== 1 || rows === group) return;
  r.replace(node, () => {
    const twofold = r.pad(w, [0, 0, ...kernel.map(() => 0), 0, 1, ...kernel.map(() => 0)]);
    const both = r.op('ConvTranspose', [x, twofold], node.attributes);
    const result = r.slice(both, { starts: [0], ends: [2 * group], axes: [1], steps: [2] });
    return bias === '' ? result : r.add(result, r.reshape(bias, [1, group, ...kernel.map(() => 1)]));
  });
};

/** The provider wants scale and bias as large as what is normalised; ONNX lets them broadcast. */
export const layerNormalizationThatBroadcasts: Rewrite = (r, node) => {
  const [x, scale, bias = ''] = node.inputs as [string, string, string?];
  const { type, shape } = r.typeOf(x);
  const normalized = shape.slice(Number(node.attributes['axis'] ?? -1));
  if (node.outputs.length > 1 || !normalized.every((size) => typeof size === 'number')) return;
  const count = elementCount(normalized);
  const areWhole = [scale, bias].every((factor) => factor === '' || elementCount(r.shapeOf(factor) as readonly number[]) === count);
  if (areWhole) return;
  r.replace(node, () => {
    const ones = r.constant(makeTensor(type, normalized, new Array<number>(count).fill(1)));
    const scaled = r.mul(r.op('LayerNormalization', [x, ones], node.attributes), scale);
    return bias === '' ? scaled : r.add(scaled, bias);
  });
};

function numbers(node: GraphNode, name: string): readonly number[] {
  // The operator's own rule has checked the attribute's type.
  return (node.attributes[name] ?? []) as readonly number[];
}
