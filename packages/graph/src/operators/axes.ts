import type { InferContext } from './definition.ts';

/** Axes counted from 0, each once, in ascending order. Negative ones count from the end. */
export function normalizeAxes(axes: readonly number[], rank: number, fail: InferContext<unknown>['fail']): number[] {
  const normal = axes.map((axis) => normalizeAxis(axis, rank, fail)).sort((a, b) => a - b);
  if (new Set(normal).size !== normal.length) fail(`an axis is named twice in [${axes.join(', ')}].`);
  return normal;
}

export function normalizeAxis(axis: number, rank: number, fail: InferContext<unknown>['fail']): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) fail(`axis ${axis} is outside of a value with ${rank} axes.`);
  return axis < 0 ? axis + rank : axis;
}

/** The order of axes that transposes each matrix of a stack. @param rank at least 2 */
export function swappedLastAxes(rank: number): number[] {
  return [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
}
