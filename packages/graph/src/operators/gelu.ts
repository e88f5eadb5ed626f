import { parametricOperator } from './elementwise.ts';
import { erf } from './erf.ts';

/** √(2/π), and the weight of the cube in the approximation. @see Hendrycks and Gimpel 2016, section 2 */
const scale = Math.sqrt(2 / Math.PI);
const cube = 0.044715;

/**
 * x Φ(x), where Φ is the normal distribution function, or its approximation by tanh; from opset 20.
 * @see https://onnx.ai/onnx/operators/onnx__Gelu.html
 */
export const Gelu = parametricOperator(
  (read) => ({ approximate: read.choice('approximate', ['none', 'tanh'], 'none') }),
  (x, { approximate }) => 0.5 * x * (1 + (approximate === 'none' ? erf(x * Math.SQRT1_2) : Math.tanh(scale * (x + cube * x ** 3)))),
  ({ b, dy, inputs: [input], attributes: { approximate } }) => {
    const x = input!;
    if (approximate === 'none') {
      // With u = x/√2, twice the slope is 1 + erf(u) + 2/√π · u · exp(−u²); the factor goes into the exponent.
      const u = b.mul(x, Math.SQRT1_2);
      const bell = b.exp(b.sub(Math.log(2 / Math.sqrt(Math.PI)), b.mul(u, u)));
      return b.mul(b.mul(dy, 0.5), b.add(b.add(b.erf(u), 1), b.mul(u, bell)));
    }
    const square = b.mul(x, x);
    const bent = b.tanh(b.mul(b.mul(x, scale), b.add(b.mul(square, cube), 1)));
    const slope = b.mul(b.sub(1, b.mul(bent, bent)), b.add(b.mul(square, 3 * cube * scale), scale));
    return b.mul(dy, b.mul(b.add(b.add(bent, 1), b.mul(x, slope)), 0.5));
  },
  { activation: 'other' },
);
