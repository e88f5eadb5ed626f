import { unaryOperator } from './elementwise.ts';
import { stoppedAtZero } from './gradient-helpers.ts';

/**
 * √x. The slope at 0 is infinite and is passed on as such, but to a rectifier, which stops it: callers that may reach 0 add a small constant,
 * or use ReduceL2, whose gradient at 0 is 0.
 * @see https://onnx.ai/onnx/operators/onnx__Sqrt.html
 */
export const Sqrt = unaryOperator(Math.sqrt, {
  gradient: ({ b, dy, inputs: [x], outputs: [y], isMasked }) => stoppedAtZero(b, b.div(b.mul(dy, 0.5), y!), isMasked(x!) ? x : undefined),
});
