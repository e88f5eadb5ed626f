import { betaProbability, betaQuantile } from './beta.ts';

/** Distribution function of Student's t. Above t is `tProbability(-t, freedom)`, which keeps its digits. @param freedom degrees of freedom above 0, also fractional. */
export function tProbability(t: number, freedom: number): number {
  const tail = 0.5 * betaProbability(freedom / (freedom + t ** 2), freedom / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/** Quantile of Student's t. @param probability in (0, 1). @param freedom degrees of freedom above 0, also fractional. */
export function tQuantile(probability: number, freedom: number): number {
  if (probability === 0.5) return 0;
  const tail = Math.min(probability, 1 - probability);
  // By the smaller of the two parts, or a t near 0 or far out would lose its digits.
  const y = betaQuantile(1 - 2 * tail, 0.5, freedom / 2);
  const t = Math.sqrt((freedom * y) / (1 - y));
  return probability < 0.5 ? -t : t;
}
