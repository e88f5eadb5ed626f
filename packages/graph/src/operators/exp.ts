import { unaryOperator } from './elementwise.ts';

/** e^x. @see https://onnx.ai/onnx/operators/onnx__Exp.html */
export const Exp = unaryOperator(Math.exp, { gradient: ({ b, dy, outputs: [y] }) => b.mul(dy, y!) });
