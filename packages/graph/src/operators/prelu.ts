import { defineOperator, noAttributes } from './definition.ts';
import { broadcastInputs, evaluateBroadcast, sameType } from './elementwise.ts';

/** x where it is positive, else slope · x; the slope broadcasts to x. At 0 the slope side counts, as in PyTorch. @see https://onnx.ai/onnx/operators/onnx__PRelu.html */
export const PRelu = defineOperator({
  inputs: [2, 2],
  traits: { reach: 'entry', activation: 'other' },
  attributes: noAttributes,
  infer: (context) => {
    const { shape } = context.input(0);
    const slope = context.input(1).shape;
    if (broadcastInputs(context).join() !== shape.join()) context.fail(`the slope [${slope.join(', ')}] must broadcast to the input [${shape.join(', ')}].`);
    return [{ type: sameType(context), shape }];
  },
  evaluate: (context) => [evaluateBroadcast(context, ([x, slope]) => (x! > 0 ? x! : slope! * x!))],
  gradient: ({ b, dy, inputs: [x, slope] }, index) => {
    const isPositive = b.greater(x!, 0);
    return index === 0 ? b.where(isPositive, dy, b.mul(dy, slope!)) : b.where(isPositive, 0, b.mul(dy, x!));
  },
  broadcasts: true,
});
