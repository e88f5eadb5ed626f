import { broadcastShapes } from '../broadcast.ts';
import { defineOperator } from './definition.ts';
import { evaluateBroadcast } from './elementwise.ts';

/** x broadcast against a shape; 1 in the shape keeps x's size. @see https://onnx.ai/onnx/operators/onnx__Expand.html */
export const Expand = defineOperator({
  inputs: [2, 2],
  traits: { reach: 'axes', moves: 'repeats', takesSizes: true },
  attributes: () => ({}),
  infer: ({ input, integers, fail }) => {
    const { type, shape } = input(0);
    const asked = integers(1)!;
    return [{ type, shape: broadcastShapes([shape, asked]) ?? fail(`[${shape.join(', ')}] does not broadcast to [${asked.join(', ')}].`) }];
  },
  evaluate: (context) => [evaluateBroadcast({ ...context, inputs: [context.input(0)] }, ([x]) => x!)],
  gradient: ({ dy, refuse }, index) => (index === 0 ? dy : refuse('a shape that depends on the image is not supported')),
  broadcasts: true,
});
