import { flat, unaryOperator } from './elementwise.ts';

/** The opposite mask. @see https://onnx.ai/onnx/operators/onnx__Not.html */
export const Not = unaryOperator((x) => (x === 0 ? 1 : 0), { gradient: flat, result: 'bool' });
