import { binaryOperator } from './elementwise.ts';
import { stoppedAtZero } from './gradient-helpers.ts';

/**
 * a^b. The gradient with respect to the exponent is 0 where a is 0, as in PyTorch (the formula's log would be −∞).
 * @see https://onnx.ai/onnx/operators/onnx__Pow.html
 */
export const Pow = binaryOperator((x, y) => x ** y, {
  gradient: ({ b, dy, inputs, outputs: [y], constant, isMasked }, index) => {
    const [base, exponent] = inputs as [string, string];
    if (index === 1) {
      const logarithm = b.log(b.where(b.equal(base, 0), 1, base));
      return b.mul(dy, b.mul(y!, logarithm));
    }
    const power = constant(exponent);
    const value = power?.data.length === 1 ? Number(power.data[0]) : undefined;
    if (value === 1) return dy;
    if (value === 2) return b.mul(dy, b.mul(base, 2));
    const slope = b.mul(dy, b.mul(exponent, b.pow(base, b.sub(exponent, 1))));
    return stoppedAtZero(b, slope, isMasked(base) && !(value !== undefined && value >= 1) ? base : undefined);
  },
});
