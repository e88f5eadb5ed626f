import { elementCount, stridesOf } from '../tensor.ts';
import type { EvaluateContext, InferContext } from './definition.ts';

/** GatherND and ScatterND: checks the tuples on the last axis of input 1. @returns the shape of what they point at, all together. */
export function checkTuples({ input, fail }: InferContext<unknown>, batchAxes: number): number[] {
  const { shape } = input(0);
  const indices = input(1);
  const length = indices.shape.at(-1);
  if (length === undefined) return fail('the indices must have at least one axis.');
  if (batchAxes < 0 || batchAxes >= indices.shape.length || shape.slice(0, batchAxes).join() !== indices.shape.slice(0, batchAxes).join()) {
    fail(`the data [${shape.join(', ')}] and the indices [${indices.shape.join(', ')}] must agree on ${batchAxes} leading axes.`);
  }
  if (length < 1 || batchAxes + length > shape.length) fail(`tuples of ${length} indices do not point into [${shape.join(', ')}].`);
  indices.values?.().forEach((index, i) => {
    const axis = batchAxes + (i % length);
    if (index < -shape[axis]! || index >= shape[axis]!) fail(`an index is outside of axis ${axis}, which has size ${shape[axis]}.`);
  });
  return [...indices.shape.slice(0, -1), ...shape.slice(batchAxes + length)];
}

/** Where each tuple points, and how many values lie there. @throws RangeError when an index, known only now, points outside. */
export function tupleOffsets({ input, node }: Pick<EvaluateContext<unknown>, 'input' | 'node'>, batchAxes: number): { readonly offsets: number[]; readonly block: number } {
  const { shape } = input(0);
  const indices = input(1);
  const length = indices.shape.at(-1)!;
  const strides = stridesOf(shape);
  const count = indices.data.length / length;
  const perBatch = count / elementCount(shape.slice(0, batchAxes));
  const batchStride = elementCount(shape.slice(batchAxes));
  const offsets = Array.from({ length: count }, (_, tuple) => {
    let offset = Math.floor(tuple / perBatch) * batchStride;
    for (let i = 0; i < length; i++) {
      const axis = batchAxes + i;
      const index = indices.data[tuple * length + i]!;
      const from0 = index < 0 ? index + shape[axis]! : index;
      if (!(from0 >= 0 && from0 < shape[axis]!)) throw new RangeError(`${node.operator} "${node.name}": index ${index} is outside of axis ${axis}, which has size ${shape[axis]}.`);
      offset += from0 * strides[axis]!;
    }
    return offset;
  });
  return { offsets, block: elementCount(shape.slice(batchAxes + length)) };
}
