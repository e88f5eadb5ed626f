import { gammaProbability } from './gamma.ts';

/** Distribution function of the standard normal. */
export function normalProbability(z: number): number {
  const half = gammaProbability(z ** 2 / 2, 0.5) / 2;
  return z > 0 ? 0.5 + half : 0.5 - half;
}
