import { flat, unaryOperator } from './elementwise.ts';

/** −1, 0 or 1. Its gradient is 0. @see https://onnx.ai/onnx/operators/onnx__Sign.html */
export const Sign = unaryOperator(Math.sign, { gradient: flat });
