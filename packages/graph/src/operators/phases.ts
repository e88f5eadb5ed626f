import type { GraphBuilder } from '../builder.ts';
import type { Dimension } from '../graph.ts';
import { reshapeTo } from './gradient-helpers.ts';

/** Merges the phases of a strided grid: [N, sy·sx, C, H, W] to [N, C, H·sy, W·sx]; phase (i, j) holds rows i, i + sy, … */
export function fromPhases(b: GraphBuilder, phases: string, [sy, sx]: readonly [number, number]): string {
  const [batch, , channels, height, width] = b.shapeOf(phases) as readonly [Dimension, number, number, number, number];
  if (sy === 1 && sx === 1) return reshapeTo(b, phases, [batch, channels, height, width]);
  if (sy === sx) return b.depthToSpace(reshapeTo(b, phases, [batch, sy * sx * channels, height, width]), sy);
  const split = reshapeTo(b, phases, [batch, sy, sx, channels, height, width]);
  return reshapeTo(b, b.transpose(split, [0, 3, 4, 1, 5, 2]), [batch, channels, height * sy, width * sx]);
}

/** Takes a grid apart into its phases: the inverse of {@link fromPhases}. Sizes must be multiples of the strides. */
export function toPhases(b: GraphBuilder, x: string, [sy, sx]: readonly [number, number]): string {
  const [batch, channels, height, width] = b.shapeOf(x) as readonly [Dimension, number, number, number];
  if (sy === 1 && sx === 1) return b.unsqueeze(x, [1]);
  const split = reshapeTo(b, x, [batch, channels, height / sy, sy, width / sx, sx]);
  return reshapeTo(b, b.transpose(split, [0, 3, 5, 1, 2, 4]), [batch, sy * sx, channels, height / sy, width / sx]);
}

/** Spreads values apart along spatial axes: `stride − 1` zeros after each. */
export function spread(b: GraphBuilder, x: string, strides: readonly number[]): string {
  if (strides.every((stride) => stride === 1)) return x;
  const [batch, channels, ...spatial] = b.shapeOf(x) as readonly [Dimension, number, ...number[]];
  const opened = reshapeTo(b, x, [batch, channels, ...spatial.flatMap((size) => [size, 1])]);
  const pads = [0, 0, ...strides.flatMap((stride) => [0, stride - 1])];
  const padded = b.pad(opened, [...pads.map(() => 0), ...pads]);
  return reshapeTo(b, padded, [batch, channels, ...spatial.map((size, axis) => size * strides[axis]!)]);
}
