import { unaryOperator } from './elementwise.ts';

/** The error function 2/√π ∫₀ˣ e^−t² dt. @see https://onnx.ai/onnx/operators/onnx__Erf.html */
export const Erf = unaryOperator(erf, {
  gradient: ({ b, dy, inputs: [x] }) => b.mul(dy, b.mul(b.exp(b.neg(b.mul(x!, x!))), 2 / Math.sqrt(Math.PI))),
  traits: { activation: 'other' },
});

/**
 * To double precision: the Taylor series near 0, the continued fraction of erfc beyond.
 * @see Abramowitz and Stegun 1964, 7.1.6 and 7.1.14
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = 0;
  for (let n = 60; n >= 1; n--) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / Math.sqrt(Math.PI) / (size + fraction));
}
