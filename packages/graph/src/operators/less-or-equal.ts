import { binaryOperator, flat } from './elementwise.ts';

/** a ≤ b, as a mask of the broadcast shape. @see https://onnx.ai/onnx/operators/onnx__LessOrEqual.html */
export const LessOrEqual = binaryOperator((a, b) => (a <= b ? 1 : 0), { gradient: flat, result: 'bool' });
