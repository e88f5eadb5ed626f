import { AttributeReader } from '../attributes.ts';
import type { GraphWriter } from '../graph-writer.ts';
import { elementCount } from '../tensor.ts';
import { defineOperator } from './definition.ts';

interface LrnAttributes {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly bias: number;
}

/**
 * x / (bias + α/size · Σ x²)^β, the sum over `size` neighbouring channels. The size must be odd, because ONNX Runtime knows no other; a
 * file's even size is written out on import.
 * @see https://onnx.ai/onnx/operators/onnx__LRN.html, Krizhevsky et al. 2012, section 3.3
 */
export const LRN = defineOperator<LrnAttributes>({
  inputs: [1, 1],
  traits: { reach: 'image', workUnboundByOperands: true },
  attributes: readLrn,
  infer: ({ input, attributes: { size }, fail }) => {
    if (input(0).shape.length < 3) fail(`input must be [N, C, …] with at least one spatial axis, got ${input(0).shape.length} axes.`);
    if (size < 1 || size % 2 === 0) fail(`size must be odd and at least 1, got ${size}.`);
    return [{ type: input(0).type, shape: input(0).shape }];
  },
  evaluate: ({ input, attributes: { size, alpha, beta, bias } }) => {
    const { shape, data } = input(0);
    const plane = elementCount(shape.slice(2));
    const channels = shape[1]!;
    return [data.map((x, i) => {
      const channel = Math.floor(i / plane) % channels;
      let sum = 0;
      for (let j = Math.max(0, channel - reach(size)); j <= Math.min(channels - 1, channel + reach(size)); j++) sum += data[i + (j - channel) * plane]! ** 2;
      return x / (bias + (alpha / size) * sum) ** beta;
    })];
  },
  gradient: ({ b, dy, inputs: [x], attributes: { size, alpha, beta, bias } }) => {
    const base = b.add(b.mul(sumNeighbours(b, b.mul(x!, x!), reach(size), reach(size)), alpha / size), bias);
    const direct = b.mul(dy, b.pow(base, -beta));
    const through = sumNeighbours(b, b.div(b.mul(direct, x!), base), reach(size), reach(size));
    return b.sub(direct, b.mul(b.mul(x!, through), (2 * alpha * beta) / size));
  },
  upgrade: ({ b, node }) => {
    const { size, alpha, beta, bias } = readLrn(new AttributeReader(node));
    if (size % 2 === 1 || size < 1) return undefined;
    const x = node.inputs[0]!;
    const base = b.add(b.mul(sumNeighbours(b, b.mul(x, x), size / 2 - 1, size / 2), alpha / size), bias);
    return b.append('Div', [x, b.pow(base, beta)], {}, { name: node.name, outputs: node.outputs });
  },
});

/** How many neighbours count on either side. */
const reach = (size: number): number => (size - 1) / 2;

function readLrn(read: AttributeReader): LrnAttributes {
  return { size: read.integer('size'), alpha: read.number('alpha', 1e-4), beta: read.number('beta', 0.75), bias: read.number('bias', 1) };
}

/** For each channel, the sum over the channels from `least` before to `most` after it. */
function sumNeighbours(b: GraphWriter, value: string, least: number, most: number): string {
  const shape = b.shapeOf(value);
  const channels = shape[1] as number;
  const none = shape.map(() => 0);
  const padded = b.pad(value, [...none.map((_, axis) => (axis === 1 ? least : 0)), ...none.map((_, axis) => (axis === 1 ? most : 0))]);
  const parts = Array.from({ length: least + most + 1 }, (_, start) => b.slice(padded, { starts: [start], ends: [start + channels], axes: [1] }));
  return parts.reduce((sum, part) => b.add(sum, part));
}
