import type { GraphBuilder } from '@lookalike/graph';
import { Type, type Static } from 'typebox';
import { closed } from '../closed.ts';

/** How far pixels are from grey. */
export const L1 = Type.Object({ kind: Type.Literal('l1', { description: 'Σ|x − 0.5|' }), weight: Type.Number() }, closed);
export type L1 = Static<typeof L1>;

/**
 * Appends Σ|x − 0.5| of each image. At grey the slope is 0.
 * @param image [N, C, H, W]. @returns [N]. @see Nanda et al. 2023, released code
 */
export function appendL1(b: GraphBuilder, image: string): string {
  return b.reduceSum(b.abs(b.sub(image, 0.5)), [1, 2, 3]);
}
