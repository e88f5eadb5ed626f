import { isFloat } from '../tensor.ts';
import { binaryOperator } from './elementwise.ts';

/** a / b; whole numbers divide towards zero. @see https://onnx.ai/onnx/operators/onnx__Div.html */
export const Div = binaryOperator((x, y, type) => (isFloat(type) ? x / y : Math.trunc(x / y)), {
  gradient: ({ b, dy, inputs: [, divisor], outputs: [y] }, index) => {
    const scaled = b.div(dy, divisor!);
    return index === 0 ? scaled : b.neg(b.mul(scaled, y!));
  },
  traits: { linear: 'in one' },
});
