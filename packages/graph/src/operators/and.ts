import { binaryOperator, flat } from './elementwise.ts';

/** a and b, as a mask of the broadcast shape. @see https://onnx.ai/onnx/operators/onnx__And.html */
export const And = binaryOperator((a, b) => (a !== 0 && b !== 0 ? 1 : 0), { gradient: flat, result: 'bool' });
