import { unaryOperator } from './elementwise.ts';

/** |x|. At 0 the gradient is 0. @see https://onnx.ai/onnx/operators/onnx__Abs.html */
export const Abs = unaryOperator(Math.abs, { gradient: ({ b, dy, inputs: [x] }) => b.mul(dy, b.sign(x!)), masksGradient: true });
