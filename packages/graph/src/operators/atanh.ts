import { unaryOperator } from './elementwise.ts';
import { oneMinusSquare } from './gradient-helpers.ts';

/** What has the hyperbolic tangent x; infinite at ±1. @see https://onnx.ai/onnx/operators/onnx__Atanh.html */
export const Atanh = unaryOperator(Math.atanh, { gradient: ({ b, dy, inputs: [x] }) => b.div(dy, oneMinusSquare(b, x!)), traits: { trigonometric: true } });
