import { flat, unaryOperator } from './elementwise.ts';

/** The whole number below. Its gradient is 0. @see https://onnx.ai/onnx/operators/onnx__Floor.html */
export const Floor = unaryOperator(Math.floor, { gradient: flat });
