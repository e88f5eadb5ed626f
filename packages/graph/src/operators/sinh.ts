import { unaryOperator } from './elementwise.ts';

/** Hyperbolic sine. @see https://onnx.ai/onnx/operators/onnx__Sinh.html */
export const Sinh = unaryOperator(Math.sinh, { gradient: ({ b, dy, inputs: [x] }) => b.mul(dy, b.op('Cosh', [x!])), traits: { trigonometric: true } });
