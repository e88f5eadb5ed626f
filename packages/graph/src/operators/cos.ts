import { unaryOperator } from './elementwise.ts';

/** cos x. @see https://onnx.ai/onnx/operators/onnx__Cos.html */
export const Cos = unaryOperator(Math.cos, { gradient: ({ b, dy, inputs: [x] }) => b.neg(b.mul(dy, b.op('Sin', [x!]))), traits: { trigonometric: true } });
