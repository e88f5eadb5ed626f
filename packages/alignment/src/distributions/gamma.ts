import { logGamma } from './beta.ts';

/** Distribution function of the gamma distribution with scale 1: the regularised lower incomplete gamma function. @param x ≥ 0. @param shape above 0. @see Press et al., section 6.2 */
export function gammaProbability(x: number, shape: number): number {
  return x < shape + 1 ? series(x, shape) : 1 - fraction(x, shape);
}

/** What is above x: 1 − its distribution function, with all digits also where it is next to nothing. */
export function gammaUpperTail(x: number, shape: number): number {
  return x < shape + 1 ? 1 - series(x, shape) : fraction(x, shape);
}

function series(x: number, shape: number): number {
  if (x <= 0) return 0;
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < 10_000 && term > sum * 1e-17; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return front(x, shape) * sum;
}

/** Lentz's method for the continued fraction of the upper tail. */
function fraction(x: number, shape: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 10_000; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return front(x, shape) * value;
}

function front(x: number, shape: number): number {
  return Math.exp(shape * Math.log(x) - x - logGamma(shape));
}
