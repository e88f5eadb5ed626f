import { unaryOperator } from './elementwise.ts';

/** tan x. @see https://onnx.ai/onnx/operators/onnx__Tan.html */
export const Tan = unaryOperator(Math.tan, { gradient: ({ b, dy, outputs: [y] }) => b.mul(dy, b.add(b.mul(y!, y!), 1)), traits: { trigonometric: true } });
