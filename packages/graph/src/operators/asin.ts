import { unaryOperator } from './elementwise.ts';
import { oneMinusSquare } from './gradient-helpers.ts';

/** The angle in [−π/2, π/2] whose sine is x; its slope is infinite at ±1. @see https://onnx.ai/onnx/operators/onnx__Asin.html */
export const Asin = unaryOperator(Math.asin, { gradient: ({ b, dy, inputs: [x] }) => b.div(dy, b.sqrt(oneMinusSquare(b, x!))), traits: { trigonometric: true } });
