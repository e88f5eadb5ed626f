import { flat, unaryOperator } from './elementwise.ts';

/** The whole number above. Its gradient is 0. @see https://onnx.ai/onnx/operators/onnx__Ceil.html */
export const Ceil = unaryOperator(Math.ceil, { gradient: flat });
