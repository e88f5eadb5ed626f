import { gammaProbability, gammaUpperTail } from './gamma.ts';

/** Distribution function of the standard normal. Above z is `normalProbability(-z)`, which keeps its digits: 1 − it would be 0 from z = 8 on. */
export function normalProbability(z: number): number {
  const square = z ** 2 / 2;
  return z > 0 ? 0.5 + gammaProbability(square, 0.5) / 2 : gammaUpperTail(square, 0.5) / 2;
}
