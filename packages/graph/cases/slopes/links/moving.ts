import { makeTensor } from '@lookalike/graph';
import { imageOf, sizesOf } from './link.ts';
import type { Link } from './link.ts';

const pad: Link = (b, value, draws) => {
  const image = imageOf(b, value);
  if (image === undefined) return undefined;
  const mode = draws.pick(['constant', 'reflect', 'edge'] as const);
  const most = mode === 'reflect' ? Math.min(2, image[1] - 1, image[2] - 1) : 2;
  const [top, left, bottom, right] = Array.from({ length: 4 }, () => draws.whole(0, most)) as [number, number, number, number];
  return b.pad(value, [0, 0, top, left, 0, 0, bottom, right], { mode, value: draws.pick([0, 0, 0.5]) });
};

/** Infinities around an image and what makes numbers of them. */
const padWithInfinity: Link = (b, value, draws) => {
  if (imageOf(b, value) === undefined) return undefined;
  const sign = draws.pick([1, -1]);
  const padded = b.pad(value, [0, 0, 1, 0, 0, 0, 0, 2], { value: sign * Infinity });
  return draws.pick([
    () => b.clip(padded, -0.8, 0.8), () => b.sigmoid(padded), () => b.tanh(padded), () => b.op('HardSigmoid', [padded]), () => b.exp(b.mul(b.abs(padded), -1)), () => b.op('Reciprocal', [b.add(b.abs(padded), 1)]),
    () => b.softmax(b.pad(value, [0, 0, 0, 0, 0, 0, 0, 2], { value: -Infinity }), 3), () => (sign === -1 ? b.relu(padded) : b.min(padded, 1)),
    () => (sign === -1 ? b.reduceMax(padded, [2, 3], true) : b.reduceMin(padded, [2, 3], true)),
    () => b.clip(b.slice(padded, { starts: [0, 1], ends: [1000, 1000], axes: [2, 3], steps: [2, 2] }), -0.9, 0.9),
  ])();
};

const slice: Link = (b, value, draws) => {
  const sizes = sizesOf(b, value);
  const axes = sizes.flatMap((size, i) => (size > 1 && draws.is(0.5) ? [i + 1] : []));
  if (axes.length === 0) return undefined;
  const starts = axes.map((axis) => draws.whole(0, Math.min(2, sizes[axis - 1]! - 1)));
  const ends = axes.map((axis, i) => (draws.is(0.6) ? 10_000 : draws.whole(starts[i]! + 1, sizes[axis - 1]!)));
  return b.slice(value, { starts, ends, axes, steps: axes.map(() => draws.pick([1, 1, 2, 3])) });
};

const transpose: Link = (b, value, draws) => b.transpose(value, [0, ...draws.shuffled(sizesOf(b, value).map((_, i) => i + 1))]);

const regroup: Link = (b, value, draws) => {
  const sizes = sizesOf(b, value);
  const count = sizes.reduce((product, size) => product * size, 1);
  const [first = 1] = [16, 4, 3, 2].filter((size) => count % size === 0 && draws.is(0.7));
  const rest = count / first;
  const second = [4, 3, 2].find((size) => rest % size === 0) ?? 1;
  return b.reshape(value, draws.is(0.7) ? [0, first, second, rest / second] : [0, first, -1]);
};

const depthToSpace: Link = (b, value, draws) => {
  const image = imageOf(b, value);
  if (image === undefined || image[0] % 4 !== 0) return undefined;
  return b.depthToSpace(value, 2, draws.pick(['DCR', 'CRD']));
};

const spaceToDepth: Link = (b, value) => {
  const image = imageOf(b, value);
  return image !== undefined && image[1] % 2 === 0 && image[2] % 2 === 0 ? b.op('SpaceToDepth', [value], { blocksize: 2 }) : undefined;
};

/** Taken apart, and put together otherwise. */
const split: Link = (b, value, draws) => {
  const sizes = sizesOf(b, value);
  const axis = draws.whole(1, sizes.length);
  const size = sizes[axis - 1]!;
  if (size < 2) return undefined;
  const first = size % 2 === 0 && draws.is(0.5) ? size / 2 : draws.whole(1, size - 1);
  const [left, right] = b.append('Split', [value, b.integers([first, size - first])], { axis }, { outputs: 2 }) as [string, string];
  return first === size - first ? b.mul(left, b.tanh(right)) : b.concat([right, b.mul(left, 2)], axis);
};

const tile: Link = (b, value, draws) => {
  const sizes = sizesOf(b, value);
  return sizes.reduce((product, size) => product * size, 1) > 1000 ? undefined : b.tile(value, [1, ...sizes.map(() => draws.pick([1, 1, 2]))]);
};

const runningSum: Link = (b, value, draws) => b.op('CumSum', [value, b.constant(makeTensor('int64', [], [draws.whole(1, sizesOf(b, value).length)]))], { exclusive: draws.whole(0, 1), reverse: draws.whole(0, 1) });

export const movingLinks = { pad, padWithInfinity, slice, transpose, regroup, depthToSpace, spaceToDepth, split, tile, runningSum } satisfies Readonly<Record<string, Link>>;
