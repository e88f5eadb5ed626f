import { defineOperator } from './definition.ts';
import { checkElementIndices, elementOffsets } from './element-offsets.ts';
import { zerosLike } from './gradient-helpers.ts';

/**
 * One entry of x for each index, picked along an axis at the index's own place on the others. The indices may be computed or fed when
 * the graph runs. @see https://onnx.ai/onnx/operators/onnx__GatherElements.html
 */
export const GatherElements = defineOperator({
  inputs: [2, 2],
  traits: { reach: { axis: 0 }, moves: 'some' },
  attributes: (read) => ({ axis: read.integer('axis', 0) }),
  infer: (context) => {
    checkElementIndices(context, context.input(1));
    return [{ type: context.input(0).type, shape: context.input(1).shape }];
  },
  evaluate: (context) => {
    const { data } = context.input(0);
    return [elementOffsets(context, context.input(1)).map((offset) => data[offset]!)];
  },
  // An entry that was picked several times gets the sum.
  gradient: ({ b, dy, inputs: [x, indices], attributes: { axis } }, index) => (index === 0
    ? b.scatterElements(zerosLike(b, x!), indices!, dy, { axis, reduction: 'add' })
    : undefined),
});
