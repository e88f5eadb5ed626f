/** What a browser needs of matching; drags nothing along. */
export interface MatchingAnswer {
  /** For each query, in the order in which they are shown, the position of its target among the targets shown, from 0. */
  readonly assignment: readonly number[];
}
/** A phone has room for this many pairs beside one another. */
export const MOST_ON_A_PHONE = 4;
export const querySlot = (position: number): string => `query-${position}`;
export const targetSlot = (position: number): string => `target-${position}`;
/** The perceptual distances by which targets can be near: the names of packages/perception, without the engine. A test of the worker, which computes them, holds both equal. */
export const nearnessDistances = ['nlpd', 'ms-ssim'] as const;
export type NearnessDistance = (typeof nearnessDistances)[number];
