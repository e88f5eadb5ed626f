import { unaryOperator } from './elementwise.ts';

/** 1 / x. @see https://onnx.ai/onnx/operators/onnx__Reciprocal.html */
export const Reciprocal = unaryOperator((x) => 1 / x, { gradient: ({ b, dy, outputs: [y] }) => b.neg(b.mul(dy, b.mul(y!, y!))) });
