import { unaryOperator } from './elementwise.ts';

/** The angle in (−π/2, π/2) whose tangent is x. @see https://onnx.ai/onnx/operators/onnx__Atan.html */
export const Atan = unaryOperator(Math.atan, { gradient: ({ b, dy, inputs: [x] }) => b.div(dy, b.add(b.mul(x!, x!), 1)), traits: { trigonometric: true } });
