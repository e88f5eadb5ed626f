import { defineOperator } from './definition.ts';
import { zerosLike } from './gradient-helpers.ts';
import { checkTuples, tupleOffsets } from './tuple-offsets.ts';

/**
 * The entries, or blocks, that the tuples on the last axis of the indices point at; with `batch_dims` leading axes the data and the
 * indices go together. @see https://onnx.ai/onnx/operators/onnx__GatherND.html
 */
export const GatherND = defineOperator({
  inputs: [2, 2],
  attributes: (read) => ({ batchAxes: read.integer('batch_dims', 0) }),
  infer: (context) => [{ type: context.input(0).type, shape: checkTuples(context, context.attributes.batchAxes) }],
  evaluate: (context) => {
    const { data } = context.input(0);
    const { offsets, block } = tupleOffsets(context, context.attributes.batchAxes);
    const result = new Float64Array(offsets.length * block);
    offsets.forEach((offset, tuple) => result.set(data.subarray(offset, offset + block), tuple * block));
    return [result];
  },
  gradient: ({ b, dy, inputs: [x, indices], attributes: { batchAxes }, refuse }, index) => {
    if (index !== 0) return undefined;
    if (batchAxes !== 0) return refuse('batch_dims other than 0 is not supported; use GatherElements');
    return b.op('ScatterND', [zerosLike(b, x!), indices!, dy], { reduction: 'add' });
  },
});
