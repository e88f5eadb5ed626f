import { defineOperator, noAttributes } from './definition.ts';
import { broadcastInputs, evaluateBroadcast } from './elementwise.ts';

/** a where the condition holds, b elsewhere; all three broadcast. @see https://onnx.ai/onnx/operators/onnx__Where.html */
export const Where = defineOperator({
  inputs: [3, 3],
  traits: { reach: 'entry', linear: 'in all', takesInfinity: true },
  attributes: noAttributes,
  infer: (context) => {
    const [condition, a, b] = [context.input(0), context.input(1), context.input(2)];
    if (condition.type !== 'bool') context.fail(`the condition must be bool, got ${condition.type}.`);
    if (a.type !== b.type) context.fail(`both choices must have one element type, got ${a.type} and ${b.type}.`);
    return [{ type: a.type, shape: broadcastInputs(context) }];
  },
  evaluate: (context) => [evaluateBroadcast(context, ([condition, a, b]) => (condition !== 0 ? a! : b!))],
  gradient: ({ b, dy, inputs: [condition] }, index) => {
    if (index === 0) return undefined;
    return index === 1 ? b.where(condition!, dy, 0) : b.where(condition!, 0, dy);
  },
  broadcasts: true,
});
