import type { Attribute, GraphBuilder } from '@lookalike/graph';
import type { Draws } from '../draws.ts';
import { imageOf } from './link.ts';
import type { Link } from './link.ts';

interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly ceilMode: boolean;
}

function windowOver(places: readonly number[], draws: Draws): Window {
  const kernel = draws.pair(() => draws.whole(1, 3)).map((size, axis) => Math.min(size, places[axis]!));
  const strides = draws.is(0.3) ? kernel : draws.pair(() => draws.whole(1, 3));
  const pads = draws.is(0.5) ? [0, 0, 0, 0] : [...kernel, ...kernel].map((size) => draws.whole(0, Math.floor(size / 2)));
  return { kernel, strides, pads, ceilMode: draws.is(0.3) && !endsInPadding(places, { kernel, strides, pads }) };
}

/** Whether the last window of ceil mode would begin behind the input. Reading a file takes such windows away, as runtimes disagree about them. */
function endsInPadding(places: readonly number[], { kernel, strides, pads }: Pick<Window, 'kernel' | 'strides' | 'pads'>): boolean {
  return places.some((size, axis) => Math.ceil((size + pads[axis]! + pads[axis + 2]! - kernel[axis]!) / strides[axis]!) * strides[axis]! >= size + pads[axis]!);
}

const maxPool: Link = (b, value, draws) => {
  const image = imageOf(b, value);
  return image && b.maxPool(value, windowOver(image.slice(1), draws));
};

/** Padding that never is the greatest, by a Pad of its own. Where it is wider than the windows, some have nothing else, and a bound makes a number of that. */
const maxPoolAmongInfinities: Link = (b, value, draws) => {
  const image = imageOf(b, value);
  if (image === undefined) return undefined;
  const kernel = draws.pair(() => draws.pick([1, 2, 3, 3]));
  const strides = draws.pair(() => draws.pick([1, 2, 2, 3]));
  const isWide = draws.is(0.3);
  const [top, left, bottom, right] = [...kernel, ...kernel].map((size) => (isWide ? draws.whole(0, 3) : draws.whole(0, size - 1))) as [number, number, number, number];
  const padded = b.pad(value, [0, 0, top, left, 0, 0, bottom, right], { value: -Infinity });
  const sizes = imageOf(b, padded)!.slice(1);
  const pooled = b.maxPool(padded, { kernel: kernel.map((size, axis) => Math.min(size, sizes[axis]!)), strides });
  return isWide ? b.clip(pooled, -3, 3) : pooled;
};

const averagePool: Link = (b, value, draws) => {
  const image = imageOf(b, value);
  return image && b.averagePool(value, { ...windowOver(image.slice(1), draws), countIncludePad: draws.is(0.5) });
};

const globalAveragePool: Link = (b, value) => imageOf(b, value) && b.globalAveragePool(value);
const globalMaxPool: Link = (b, value) => imageOf(b, value) && b.op('GlobalMaxPool', [value]);

const factors = [0.5, 0.6, 0.7, 0.75, 0.9, 1, 1.1, 1.2, 1.3, 1.5, 1.6, 1.7, 2, 2, 2.2, 2.4, 2.7, 3] as const;

function resized(b: GraphBuilder, value: string, draws: Draws, attributes: Readonly<Record<string, Attribute>>): string | undefined {
  const image = imageOf(b, value);
  if (image === undefined) return undefined;
  const [channels, ...places] = image;
  const scales = draws.pair(() => draws.pick(factors)).map((factor, axis) => (places[axis]! * factor < 1.01 ? 1 : factor));
  const bySizes = draws.is(0.5);
  if (channels * places[0]! * places[1]! * scales[0]! * scales[1]! > 4000) return undefined;
  const sizes = bySizes ? ['', '', b.integers(places.map((size, axis) => Math.max(1, Math.round(size * scales[axis]!))))] : ['', b.floats([2], scales)];
  return b.op('Resize', [value, ...sizes], { ...attributes, axes: [2, 3] });
}

const coordinates = ['half_pixel', 'half_pixel_symmetric', 'pytorch_half_pixel', 'align_corners', 'asymmetric'] as const;

const resizeNearest: Link = (b, value, draws) => resized(b, value, draws, {
  mode: 'nearest', coordinate_transformation_mode: draws.pick([...coordinates, 'asymmetric', 'asymmetric']), nearest_mode: draws.pick(['floor', 'floor', 'ceil', 'round_prefer_floor', 'round_prefer_ceil']),
});

const resizeSmoothly: Link = (b, value, draws) => resized(b, value, draws, {
  mode: draws.pick(['linear', 'cubic']), coordinate_transformation_mode: draws.pick(coordinates), antialias: draws.is(0.2) ? 1 : 0,
});

export const poolingLinks = { maxPool, maxPoolAmongInfinities, averagePool, globalAveragePool, globalMaxPool, resizeNearest, resizeSmoothly } satisfies Readonly<Record<string, Link>>;
