import type { GraphBuilder } from '../builder.ts';
import { elementCount } from '../tensor.ts';
import { defineOperator } from './definition.ts';

interface LrnAttributes {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly bias: number;
}

/**
 * x / (bias + α/size · Σ x²)^β, the sum over `size` neighbouring channels.
 * @see https://onnx.ai/onnx/operators/onnx__LRN.html, Krizhevsky et al. 2012, section 3.3
 */
export const LRN = defineOperator<LrnAttributes>({
  inputs: [1, 1],
  attributes: (read) => ({ size: read.integer('size'), alpha: read.number('alpha', 1e-4), beta: read.number('beta', 0.75), bias: read.number('bias', 1) }),
  infer: ({ input, attributes: { size }, fail }) => {
    if (input(0).shape.length < 3) fail(`input must be [N, C, …] with at least one spatial axis, got ${input(0).shape.length} axes.`);
    if (size < 1) fail(`size must be at least 1, got ${size}.`);
    return [{ type: input(0).type, shape: input(0).shape }];
  },
  evaluate: ({ input, attributes: { size, alpha, beta, bias } }) => {
    const { shape, data } = input(0);
    const plane = elementCount(shape.slice(2));
    const channels = shape[1]!;
    return [data.map((x, i) => {
      const channel = Math.floor(i / plane) % channels;
      let sum = 0;
      for (let j = Math.max(0, channel - before(size)); j <= Math.min(channels - 1, channel + after(size)); j++) sum += data[i + (j - channel) * plane]! ** 2;
      return x / (bias + (alpha / size) * sum) ** beta;
    })];
  },
  gradient: ({ b, dy, inputs: [x], attributes: { size, alpha, beta, bias } }) => {
    const square = b.mul(x!, x!);
    const base = b.add(b.mul(sumNeighbours(b, square, before(size), after(size)), alpha / size), bias);
    const direct = b.mul(dy, b.pow(base, -beta));
    // Whoever has this channel among its neighbours passes back through the sum, with the sides exchanged.
    const through = sumNeighbours(b, b.div(b.mul(direct, x!), base), after(size), before(size));
    return b.sub(direct, b.mul(b.mul(x!, through), (2 * alpha * beta) / size));
  },
});

const before = (size: number): number => Math.floor((size - 1) / 2);
const after = (size: number): number => Math.ceil((size - 1) / 2);

/** For each channel, the sum over the channels from `least` before to `most` after it. */
function sumNeighbours(b: GraphBuilder, value: string, least: number, most: number): string {
  const shape = b.shapeOf(value);
  const channels = shape[1] as number;
  const none = shape.map(() => 0);
  const padded = b.pad(value, [...none.map((_, axis) => (axis === 1 ? least : 0)), ...none.map((_, axis) => (axis === 1 ? most : 0))]);
  const parts = Array.from({ length: least + most + 1 }, (_, start) => b.slice(padded, { starts: [start], ends: [start + channels], axes: [1] }));
  return parts.reduce((sum, part) => b.add(sum, part));
}
