import type { GraphWriter } from '../graph-writer.ts';
import { defineOperator } from './definition.ts';
import { expandLike, zerosLike } from './gradient-helpers.ts';
import { checkTuples, tupleOffsets } from './tuple-offsets.ts';

/**
 * The entries, or blocks, that the tuples on the last axis of the indices point at; with `batch_dims` leading axes the data and the
 * indices go together. @see https://onnx.ai/onnx/operators/onnx__GatherND.html
 */
export const GatherND = defineOperator({
  inputs: [2, 2],
  traits: { reach: 'anything', moves: 'some' },
  attributes: (read) => ({ batchAxes: read.integer('batch_dims', 0) }),
  infer: (context) => [{ type: context.input(0).type, shape: checkTuples(context, context.attributes.batchAxes) }],
  evaluate: (context) => {
    const { data } = context.input(0);
    const { offsets, block } = tupleOffsets(context, context.attributes.batchAxes);
    const result = new Float64Array(offsets.length * block);
    offsets.forEach((offset, tuple) => result.set(data.subarray(offset, offset + block), tuple * block));
    return [result];
  },
  gradient: ({ b, dy, inputs: [x, indices], attributes: { batchAxes } }, index) => (index === 0
    ? b.op('ScatterND', [zerosLike(b, x!), wholeTuples(b, indices!, batchAxes), dy], { reduction: 'add' })
    : undefined),
});

/** The tuples with their own places on the leading axes put before them, as ScatterND knows no such axes. Ones summed up count the places. */
function wholeTuples(b: GraphWriter, indices: string, batchAxes: number): string {
  if (batchAxes === 0) return indices;
  const ones = expandLike(b, b.scalar(1, b.typeOf(indices).type), b.slice(indices, { starts: [0], ends: [1], axes: [-1] }));
  const places = Array.from({ length: batchAxes }, (_, axis) => b.op('CumSum', [ones, b.scalar(axis, 'int64')], { exclusive: 1 }));
  return b.concat([...places, indices], -1);
}
