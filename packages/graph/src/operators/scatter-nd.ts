import { defineOperator } from './definition.ts';
import { zerosLike } from './gradient-helpers.ts';
import { checkTuples, tupleOffsets } from './tuple-offsets.ts';
import { reductions } from './scatter-elements.ts';

/**
 * The data with updates put in, or added, where the last axis of the indices points: each of its tuples names an entry, or a block when
 * it is shorter than the data's shape. Without `add` the tuples must differ, as ONNX asks.
 * @see https://onnx.ai/onnx/operators/onnx__ScatterND.html
 */
export const ScatterND = defineOperator({
  inputs: [3, 3],
  traits: { reach: 'anything' },
  attributes: (read) => ({ reduction: read.choice('reduction', reductions, 'none') }),
  infer: (context) => {
    const [data, updates] = [context.input(0), context.input(2)];
    const expected = checkTuples(context, 0);
    if (updates.shape.join() !== expected.join()) context.fail(`updates [${updates.shape.join(', ')}] must have shape [${expected.join(', ')}].`);
    if (updates.type !== data.type) context.fail(`updates must be ${data.type} like the data, got ${updates.type}.`);
    return [{ type: data.type, shape: data.shape }];
  },
  evaluate: (context) => {
    const result = Float64Array.from(context.input(0).data);
    const updates = context.input(2).data;
    const { offsets, block } = tupleOffsets(context, 0);
    offsets.forEach((offset, tuple) => {
      for (let i = 0; i < block; i++) {
        const update = updates[tuple * block + i]!;
        result[offset + i] = context.attributes.reduction === 'add' ? result[offset + i]! + update : update;
      }
    });
    return [result];
  },
  gradient: ({ b, dy, inputs: [, indices, updates], attributes: { reduction } }, index) => {
    if (index === 1) return undefined;
    if (index === 2) return b.op('GatherND', [dy, indices!]);
    return reduction === 'add' ? dy : b.op('ScatterND', [dy, indices!, zerosLike(b, updates!)]);
  },
});
