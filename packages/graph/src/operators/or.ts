import { binaryOperator, flat } from './elementwise.ts';

/** a or b, as a mask of the broadcast shape. @see https://onnx.ai/onnx/operators/onnx__Or.html */
export const Or = binaryOperator((a, b) => (a !== 0 || b !== 0 ? 1 : 0), { gradient: flat, result: 'bool' });
