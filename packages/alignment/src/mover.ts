import type { Limits } from './crossed-beta-interval.ts';

export interface Estimated extends Limits {
  readonly estimate: number;
}

/**
 * Limits of a weighted sum of estimates from the limits of each one and the correlations between them ("method of variance estimates
 * recovery"): what stands between an estimate and the limit that matters on that side takes the place of its standard error.
 * @param correlation of the estimates of two parts, by their positions.
 * @see Zou and Donner 2008; Zou, Huang and Zhang 2009, "A note on confidence interval estimation for a linear function of binomial proportions", Computational Statistics & Data Analysis 53(4)
 */
export function moverLimits(parts: readonly Estimated[], weights: readonly number[], correlation: (first: number, second: number) => number): Limits & { readonly estimate: number } {
  const estimate = parts.reduce((sum, part, index) => sum + (weights[index] as number) * part.estimate, 0);
  // Signed by the weights, so that what two parts have in common adds up or cancels.
  const below = parts.map(({ estimate: value, lower, upper }, index) => (weights[index] as number) * ((weights[index] as number) > 0 ? value - lower : upper - value));
  const above = parts.map(({ estimate: value, lower, upper }, index) => (weights[index] as number) * ((weights[index] as number) > 0 ? upper - value : value - lower));
  return { estimate, lower: estimate - length(below, correlation), upper: estimate + length(above, correlation) };
}

function length(steps: readonly number[], correlation: (first: number, second: number) => number): number {
  let sum = 0;
  steps.forEach((step, i) => {
    sum += step ** 2;
    for (let j = 0; j < i; j++) sum += 2 * correlation(i, j) * step * (steps[j] as number);
  });
  return Math.sqrt(Math.max(0, sum));
}
