import { traitsOf } from '@lookalike/graph';
import type { GraphNode, GraphWriter } from '@lookalike/graph';

/**
 * What a value repeats for every image, [1, …]: the value itself where it has one row, or what an Expand or a Tile repeats; `undefined` where
 * rows may differ. What is computed from it is then computed once, or before the graph runs.
 */
export function repeatedForImages(b: GraphWriter, value: string): string | undefined {
  const shape = b.shapeOf(value);
  if (shape[0] === 1) return value;
  const maker = b.makerOf(value);
  if (maker === undefined || !keepsRows(maker)) return undefined;
  const from = maker.inputs[0]!;
  // A Cast passes values on as well, but not as what they are.
  if (b.typeOf(from).type !== b.typeOf(value).type) return undefined;
  const given = b.shapeOf(from);
  if (given.length === shape.length - 1 && given.every((size, axis) => size === shape[axis + 1])) return b.unsqueeze(from, [0]);
  return given.length === shape.length && given.every((size, axis) => axis === 0 || size === shape[axis]) ? repeatedForImages(b, from) : undefined;
}

/** Whether an operator repeats values, or passes each of them on. */
function keepsRows(node: GraphNode): boolean {
  const { reach, moves } = traitsOf(node) ?? {};
  return moves === 'repeats' || (reach === 'entry' && moves === 'all');
}

/** Repeats [1, …] for as many images as another value has. */
export function repeatForImages(b: GraphWriter, value: string, like: string): string {
  const images = b.slice(b.shape(like), { starts: [0], ends: [1], axes: [0] });
  const ones = b.shapeOf(value).slice(1).map(() => 1);
  return b.op('Expand', [value, b.concat([images, b.integers(ones)], 0)]);
}
