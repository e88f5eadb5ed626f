import { unaryOperator } from './elementwise.ts';

/**
 * √x. The slope at 0 is infinite and is passed on as such: callers that may reach 0 add a small constant, or use ReduceL2,
 * whose gradient at 0 is 0.
 * @see https://onnx.ai/onnx/operators/onnx__Sqrt.html
 */
export const Sqrt = unaryOperator(Math.sqrt, { gradient: ({ b, dy, outputs: [y] }) => b.div(b.mul(dy, 0.5), y!) });
