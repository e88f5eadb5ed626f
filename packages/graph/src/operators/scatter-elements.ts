import { defineOperator } from './definition.ts';
import { checkElementIndices, elementOffsets } from './element-offsets.ts';
import { zerosLike } from './gradient-helpers.ts';

/** What ScatterElements and ScatterND do where an update meets a value: replace it, or add to it. */
export const reductions = ['none', 'add'] as const;

/**
 * The data with updates put in, or added, at indices along an axis. Without `add` the indices of one line must differ, as ONNX asks.
 * @see https://onnx.ai/onnx/operators/onnx__ScatterElements.html
 */
export const ScatterElements = defineOperator({
  inputs: [3, 3],
  traits: { reach: { axis: 0 } },
  attributes: (read) => ({ axis: read.integer('axis', 0), reduction: read.choice('reduction', reductions, 'none') }),
  infer: (context) => {
    const [data, indices, updates] = [context.input(0), context.input(1), context.input(2)];
    checkElementIndices(context, indices);
    if (updates.shape.join() !== indices.shape.join()) context.fail(`updates [${updates.shape.join(', ')}] must have the shape of the indices [${indices.shape.join(', ')}].`);
    if (updates.type !== data.type) context.fail(`updates must be ${data.type} like the data, got ${updates.type}.`);
    return [{ type: data.type, shape: data.shape }];
  },
  evaluate: (context) => {
    const result = Float64Array.from(context.input(0).data);
    const updates = context.input(2).data;
    elementOffsets(context, context.input(1)).forEach((offset, i) => {
      result[offset] = context.attributes.reduction === 'add' ? result[offset]! + updates[i]! : updates[i]!;
    });
    return [result];
  },
  gradient: ({ b, dy, inputs: [, indices, updates], attributes: { axis, reduction } }, index) => {
    if (index === 1) return undefined;
    if (index === 2) return b.gatherElements(dy, indices!, axis);
    return reduction === 'add' ? dy : b.scatterElements(dy, indices!, zerosLike(b, updates!), { axis });
  },
});
