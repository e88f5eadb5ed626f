import { unaryOperator } from './elementwise.ts';

/** What has the hyperbolic sine x. @see https://onnx.ai/onnx/operators/onnx__Asinh.html */
export const Asinh = unaryOperator(Math.asinh, { gradient: ({ b, dy, inputs: [x] }) => b.div(dy, b.sqrt(b.add(b.mul(x!, x!), 1))), traits: { trigonometric: true } });
