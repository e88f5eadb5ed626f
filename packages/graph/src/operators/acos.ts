import { unaryOperator } from './elementwise.ts';
import { oneMinusSquare } from './gradient-helpers.ts';

/** The angle in [0, π] whose cosine is x; its slope is infinite at ±1. @see https://onnx.ai/onnx/operators/onnx__Acos.html */
export const Acos = unaryOperator(Math.acos, { gradient: ({ b, dy, inputs: [x] }) => b.neg(b.div(dy, b.sqrt(oneMinusSquare(b, x!)))), traits: { trigonometric: true } });
