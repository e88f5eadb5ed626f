import { unaryOperator } from './elementwise.ts';

/** Hyperbolic cosine. @see https://onnx.ai/onnx/operators/onnx__Cosh.html */
export const Cosh = unaryOperator(Math.cosh, { gradient: ({ b, dy, inputs: [x] }) => b.mul(dy, b.op('Sinh', [x!])), traits: { trigonometric: true } });
