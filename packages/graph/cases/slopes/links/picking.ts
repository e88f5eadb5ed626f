import { elementCount, makeTensor } from '@lookalike/graph';
import type { GraphBuilder } from '@lookalike/graph';
import type { Draws } from '../draws.ts';
import { sizesOf } from './link.ts';
import type { Link } from './link.ts';

/** Whole numbers below `bound`, as a constant. */
function indices(b: GraphBuilder, draws: Draws, shape: readonly number[], bound: number): string {
  return b.constant(makeTensor('int64', shape, Array.from({ length: elementCount(shape) }, () => draws.whole(0, bound - 1))));
}

/** Some entries of an axis, some of them twice. */
const gather: Link = (b, value, draws) => {
  const sizes = sizesOf(b, value);
  const axis = draws.whole(1, sizes.length);
  return b.gather(value, Array.from({ length: draws.whole(1, 6) }, () => draws.whole(0, sizes[axis - 1]! - 1)), axis);
};

/** The first axis after the batch comes first, as the batch cannot be picked from. */
function channelsFirst(b: GraphBuilder, value: string): string {
  return b.transpose(value, [1, 0, ...sizesOf(b, value).slice(1).map((_, i) => i + 2)]);
}

const gatherBlocks: Link = (b, value, draws) => {
  const picked = b.op('GatherND', [channelsFirst(b, value), indices(b, draws, [3, 1], sizesOf(b, value)[0]!)]);
  return b.transpose(picked, [1, 0, ...sizesOf(b, value).slice(1).map((_, i) => i + 2)]);
};

/** Adds some entries to others, also twice to one. */
const scatter: Link = (b, value, draws) => {
  const sizes = sizesOf(b, value);
  const rows = b.op('ScatterND', [channelsFirst(b, value), indices(b, draws, [2, 1], sizes[0]!), b.slice(b.mul(channelsFirst(b, value), 0.5), { starts: [0], ends: [2], axes: [0] })], { reduction: 'add' });
  return sizes[0]! < 2 ? undefined : b.transpose(rows, [1, 0, ...sizes.slice(1).map((_, i) => i + 2)]);
};

const greatest: Link = (b, value, draws) => {
  const sizes = sizesOf(b, value);
  const axis = draws.whole(1, sizes.length);
  return b.append('TopK', [value, b.integers([draws.whole(1, Math.min(4, sizes[axis - 1]!))])], { axis, largest: draws.whole(0, 1) }, { outputs: 2 })[0];
};

/** An axis of 1 that comes, is stretched and goes. */
const stretch: Link = (b, value, draws) => {
  const sizes = sizesOf(b, value);
  if (sizes.length > 3 || elementCount(sizes) > 1500) return undefined;
  const axis = draws.whole(1, sizes.length + 1);
  const wide = b.unsqueeze(value, [axis]);
  const expanded = b.expand(wide, [1, ...sizes.slice(0, axis - 1), draws.whole(1, 3), ...sizes.slice(axis - 1)]);
  return draws.is(0.3) ? b.squeeze(b.reduceMax(b.mul(expanded, 0.5), [axis], true), [axis]) : b.reduceSum(b.op('Sum', [expanded, wide, b.op('Identity', [wide])]), [axis]);
};

export const pickingLinks = { gather, gatherBlocks, scatter, greatest, stretch } satisfies Readonly<Record<string, Link>>;
