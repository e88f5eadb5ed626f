import { binaryOperator, flat } from './elementwise.ts';

/** a < b, as a mask of the broadcast shape. @see https://onnx.ai/onnx/operators/onnx__Less.html */
export const Less = binaryOperator((a, b) => (a < b ? 1 : 0), { gradient: flat, result: 'bool' });
