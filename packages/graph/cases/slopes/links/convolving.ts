import { imageOf, sizesOf } from './link.ts';
import type { Link } from './link.ts';

const channelCounts = [3, 4, 8, 12, 16, 24, 32] as const;

const conv: Link = (b, value, draws) => {
  const image = imageOf(b, value);
  if (image === undefined) return undefined;
  const [channels, ...places] = image;
  const kernel = draws.pair(() => draws.whole(1, 3)).map((size, axis) => Math.min(size, places[axis]!)) as [number, number];
  const divisors = [1, 2, 4, 8, channels].filter((count) => channels % count === 0);
  const group = draws.is(0.6) ? 1 : draws.pick(divisors);
  const filters = group === 1 ? draws.pick(channelCounts) : group * draws.pick([1, 1, 2]);
  if (filters > 64) return undefined;
  const begin = kernel.map((size) => draws.whole(0, size - 1));
  const end = kernel.map((size, axis) => (draws.is(0.7) ? begin[axis]! : draws.whole(0, size - 1)));
  const dilations = kernel.map((size, axis) => (size === 2 && places[axis]! > 2 && draws.is(0.3) ? 2 : 1));
  const scale = 1.5 / Math.sqrt((channels / group) * kernel[0] * kernel[1]);
  const weights = draws.constant(b, [filters, channels / group, ...kernel], -scale, scale);
  const bias = draws.is(0.5) ? { bias: draws.constant(b, [filters]) } : {};
  return b.conv(value, weights, { group, strides: draws.pair(() => draws.pick([1, 1, 2, 3])), pads: [...begin, ...end], dilations, ...bias });
};

/** To as many channels as fill a block, with the usual padding: what follows computes in ONNX Runtime's blocked layout. */
const convToBlocks: Link = (b, value, draws) => {
  const image = imageOf(b, value);
  if (image === undefined) return undefined;
  const scale = 1.5 / Math.sqrt(image[0] * 9);
  const filters = draws.pick([16, 16, 32]);
  return b.conv(value, draws.constant(b, [filters, image[0], 3, 3], -scale, scale), { pads: [1, 1, 1, 1], bias: draws.constant(b, [filters], -0.3, 0.3) });
};

const convTranspose: Link = (b, value, draws) => {
  const image = imageOf(b, value);
  if (image === undefined || image[1] * image[2] > 64) return undefined;
  const [channels] = image;
  const strides = draws.pair(() => draws.whole(1, 3));
  const kernel = strides.map((stride) => Math.max(stride, draws.whole(1, 3)));
  const group = channels % 4 === 0 && draws.is(0.3) ? 4 : 1;
  const filters = draws.pick([1, 2, 4, 16]);
  const pads = kernel.map((size) => draws.whole(0, Math.floor((size - 1) / 2)));
  const outputPadding = strides.map((stride) => draws.whole(0, stride - 1));
  const scale = 1 / Math.sqrt(channels / group);
  return b.convTranspose(value, draws.constant(b, [channels, filters, ...kernel], -scale, scale), { strides, pads: [...pads, ...pads], outputPadding, group });
};

/** A product with weights on the last axis. */
const product: Link = (b, value, draws) => {
  const size = sizesOf(b, value).at(-1)!;
  const results = draws.pick([3, 8, 16, 20]);
  const scale = 1.5 / Math.sqrt(size);
  const y = b.matMul(value, draws.constant(b, [size, results], -scale, scale));
  return draws.is(0.5) ? b.add(y, draws.constant(b, [results])) : y;
};

const gemm: Link = (b, value, draws) => {
  const rows = b.flatten(value);
  const [size] = sizesOf(b, rows) as [number];
  const scale = 1.5 / Math.sqrt(size);
  return b.op('Gemm', [rows, draws.constant(b, [7, size], -scale, scale), draws.constant(b, [7])], { transB: 1, alpha: draws.pick([1, 0.5]) });
};

/** As attention computes: softmax(q · kᵀ) · v, with −∞ where a mask forbids. */
const attention: Link = (b, value, draws) => {
  const sizes = sizesOf(b, value);
  if (sizes.length < 2) return undefined;
  const [tokens, width] = sizes.slice(-2) as [number, number];
  const order = [...sizes.keys(), sizes.length];
  const swapped = [...order.slice(0, -2), order.at(-1)!, order.at(-2)!];
  const scores = b.mul(b.matMul(value, b.transpose(value, swapped)), 1 / Math.sqrt(width));
  const mask = Array.from({ length: tokens * tokens }, (_, i) => (i % tokens > Math.floor(i / tokens) ? -Infinity : 0));
  return b.matMul(b.softmax(draws.is(0.5) ? b.add(scores, b.floats([tokens, tokens], mask)) : scores, -1), value);
};

export const convolvingLinks = { conv, convToBlocks, convTranspose, product, gemm, attention } satisfies Readonly<Record<string, Link>>;
