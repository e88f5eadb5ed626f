import { binaryOperator } from './elementwise.ts';

/** a · b. @see https://onnx.ai/onnx/operators/onnx__Mul.html */
export const Mul = binaryOperator((x, y) => x * y, { gradient: ({ b, dy, inputs }, index) => b.mul(dy, inputs[1 - index]!), traits: { linear: 'in one', arithmetic: true } });
