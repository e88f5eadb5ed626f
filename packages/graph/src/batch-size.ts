import type { Graph } from './graph.ts';

/** How many images a graph takes at once: any number, or so many and no fewer where its file fixes a batch that cannot be opened. */
export type BatchSize = 'N' | number;

/** The first size of a graph's first input; `'N'` without one. */
export function batchSizeOf({ inputs }: Pick<Graph, 'inputs'>): BatchSize {
  const first = inputs[0]?.shape[0];
  return typeof first === 'number' ? first : 'N';
}
