import type { GraphBuilder } from '@lookalike/graph';
import type { Draws } from '../draws.ts';

/**
 * Appends one or a few operators with attributes that it draws. A value is [N, C, H, W] or has fewer axes after the batch; every other size
 * is a number.
 * @returns the name of the result, or `undefined` where the operator does not take a value of this shape
 */
export type Link = (b: GraphBuilder, value: string, draws: Draws) => string | undefined;

/** The sizes after the batch. */
export function sizesOf(b: GraphBuilder, value: string): readonly number[] {
  // Only the batch of a chain is symbolic.
  return b.shapeOf(value).slice(1) as readonly number[];
}

/** Channels and places of an image; `undefined` for what is none. */
export function imageOf(b: GraphBuilder, value: string): readonly [channels: number, height: number, width: number] | undefined {
  const sizes = sizesOf(b, value);
  return sizes.length === 3 ? sizes as readonly [number, number, number] : undefined;
}
