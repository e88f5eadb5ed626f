import { unaryOperator } from './elementwise.ts';

/** Hyperbolic tangent. @see https://onnx.ai/onnx/operators/onnx__Tanh.html */
export const Tanh = unaryOperator(Math.tanh, { gradient: ({ b, dy, outputs: [y] }) => b.mul(dy, b.sub(1, b.mul(y!, y!))), traits: { activation: 'other', trigonometric: true } });
