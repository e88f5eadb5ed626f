import type { VarianceComponents } from './variance-components.ts';

/** What answers have in common that share a rater, a target, or both; covariances of outcomes, on the scale of scores. */
export interface Shared {
  /** Same rater, different targets. */
  readonly ofRater: number;
  /** Same target, different raters. */
  readonly ofTarget: number;
  /** Same rater and same target. Within a condition: the variance of an answer. */
  readonly ofBoth: number;
}

/** Nodes of the normal distribution by the midpoint rule, whose error for smooth functions is far below what planning needs. */
const STEP = 0.2;
const nodes = Array.from({ length: 60 }, (_, index) => -6 + (index + 0.5) * STEP);
const weights = (() => {
  const densities = nodes.map((z) => Math.exp(-(z ** 2) / 2));
  const sum = densities.reduce((a, b) => a + b, 0);
  return densities.map((density) => density / sum);
})();

/** Log-odds at which a population with these effects has this score. @param score in (0, 1) */
export function interceptOfScore(score: number, totalSd: number): number {
  let [low, high] = [-40, 40];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (meanAt(middle, totalSd) < score) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Covariance of two answers that have an effect of this standard deviation in common and differ in the rest of theirs.
 * @param first log-odds, as `interceptOfScore` gives them
 */
export function sharedCovariance(first: number, second: number, { sharedSd, totalSd }: { readonly sharedSd: number; readonly totalSd: number }): number {
  if (sharedSd <= 0) return 0;
  const rest = Math.sqrt(Math.max(0, totalSd ** 2 - sharedSd ** 2));
  let [product, meanOfFirst, meanOfSecond] = [0, 0, 0];
  nodes.forEach((z, index) => {
    const a = meanAt(first + sharedSd * z, rest);
    const b = first === second ? a : meanAt(second + sharedSd * z, rest);
    product += weights[index]! * a * b;
    meanOfFirst += weights[index]! * a;
    meanOfSecond += weights[index]! * b;
  });
  return product - meanOfFirst * meanOfSecond;
}

/** Within one condition with this score. @param score in [0, 1] */
export function withinCondition(score: number, { raterSd, targetSd }: VarianceComponents): Shared {
  const variance = score * (1 - score);
  if (variance <= 0) return { ofRater: 0, ofTarget: 0, ofBoth: 0 };
  const totalSd = Math.hypot(raterSd, targetSd);
  const at = interceptOfScore(score, totalSd);
  return { ofRater: sharedCovariance(at, at, { sharedSd: raterSd, totalSd }), ofTarget: sharedCovariance(at, at, { sharedSd: targetSd, totalSd }), ofBoth: variance };
}

/** Between two conditions, which share what is not a condition's own. @param first score in [0, 1] */
export function betweenConditions(first: number, second: number, { raterSd, targetSd, raterOwnShare, targetOwnShare }: VarianceComponents): Shared {
  if (first * (1 - first) <= 0 || second * (1 - second) <= 0) return { ofRater: 0, ofTarget: 0, ofBoth: 0 };
  const totalSd = Math.hypot(raterSd, targetSd);
  const [a, b] = [interceptOfScore(first, totalSd), interceptOfScore(second, totalSd)];
  const [ofRaters, ofTargets] = [raterSd * Math.sqrt(1 - raterOwnShare), targetSd * Math.sqrt(1 - targetOwnShare)];
  const of = (sharedSd: number): number => sharedCovariance(a, b, { sharedSd, totalSd });
  return { ofRater: of(ofRaters), ofTarget: of(ofTargets), ofBoth: of(Math.hypot(ofRaters, ofTargets)) };
}

function meanAt(mean: number, sd: number): number {
  if (sd === 0) return logistic(mean);
  let sum = 0;
  for (let index = 0; index < nodes.length; index++) sum += weights[index]! * logistic(mean + sd * nodes[index]!);
  return sum;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
