import { elementCount, stridesOf } from './tensor.ts';

/**
 * The shape that several broadcast to, or `undefined` when they do not fit.
 * @see https://onnx.ai/onnx/repo-docs/Broadcasting.html
 */
export function broadcastShapes(shapes: readonly (readonly number[])[]): number[] | undefined {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let i = 0; i < shape.length; i++) {
      const axis = rank - shape.length + i;
      const size = shape[i]!;
      if (size === 1 || size === result[axis]) continue;
      if (result[axis] !== 1) return undefined;
      result[axis] = size;
    }
  }
  return result;
}

/** Strides of `shape` when read as if it had the shape `target`: 0 along every axis that is repeated. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const own = stridesOf(shape);
  const offset = target.length - shape.length;
  return target.map((_, axis) => (axis < offset || shape[axis - offset] === 1 ? 0 : own[axis - offset]!));
}

/** Calls `visit` with the row-major position in `shape` and the matching offset under each of the stride sets. */
export function forEachIndex(shape: readonly number[], strideSets: readonly (readonly number[])[], visit: (position: number, offsets: readonly number[]) => void): void {
  const count = elementCount(shape);
  const index = new Array<number>(shape.length).fill(0);
  const offsets = new Array<number>(strideSets.length).fill(0);
  for (let position = 0; position < count; position++) {
    visit(position, offsets);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]! += 1;
      const wraps = index[axis] === shape[axis];
      for (let set = 0; set < strideSets.length; set++) offsets[set]! += strideSets[set]![axis]! * (wraps ? 1 - shape[axis]! : 1);
      if (!wraps) break;
      index[axis] = 0;
    }
  }
}
