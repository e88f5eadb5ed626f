import { unaryOperator } from './elementwise.ts';

/** sin x. @see https://onnx.ai/onnx/operators/onnx__Sin.html */
export const Sin = unaryOperator(Math.sin, { gradient: ({ b, dy, inputs: [x] }) => b.mul(dy, b.op('Cos', [x!])), traits: { trigonometric: true } });
