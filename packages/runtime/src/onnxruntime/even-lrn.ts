import { GraphBuilder } from '@lookalike/graph';
import type { Rewrite } from './rewrite.ts';

/** ONNX Runtime refuses an LRN over an even number of channels, which ONNX allows and PyTorch writes: its definition, spelled out. */
export const evenLrn: Rewrite = ({ attributes: { size, alpha = 1e-4, beta = 0.75, bias = 1 } }, [input]) => {
  if (typeof size !== 'number' || size % 2 === 1 || input === undefined) return undefined;
  const channels = input.shape[1] as number;
  const b = new GraphBuilder({ name: 'LRN' });
  const x = b.input('x', input);
  const before = size / 2 - 1;
  const sides = (channelsBeside: number): number[] => input.shape.map((_, axis) => (axis === 1 ? channelsBeside : 0));
  const padded = b.pad(b.mul(x, x), [...sides(before), ...sides(size - 1 - before)]);
  const parts = Array.from({ length: size }, (_, start) => b.slice(padded, { starts: [start], ends: [start + channels], axes: [1] }));
  const sum = parts.reduce((total, part) => b.add(total, part));
  b.output(b.div(x, b.pow(b.add(b.mul(sum, Number(alpha) / size), Number(bias)), Number(beta))));
  return b.build();
};
