import { crossedBetaInterval, type Limits } from '../crossed-beta-interval.ts';
import { correlationInLimits } from '../crossed-condition.ts';
import { betaQuantile } from '../distributions/beta.ts';
import { normalProbability } from '../distributions/normal.ts';
import { moverLimits } from '../mover.ts';
import { normalQuantile } from '../normal-quantile.ts';
import { hitsOf } from '../two-way-moments.ts';
import { scoreCovariance, scoreVariance, type CrossedDesign } from './crossed-design.ts';
import { expectedMoments, type ExpectedPair } from './expected-limits.ts';
import type { Shared } from './outcome-covariances.ts';

/** With more hits (or misses) than this an interval is about as wide whatever comes out, and the normal distribution does. */
export const FEW_HITS = 60;

/** Estimates and their limits are worked out at these normal deviates, and interpolated between them. */
const KNOTS = [-3, -2, -1.2, -0.4, 0.4, 1.2, 2, 3];
/** Quantiles at which the estimates of a pair are looked at. */
const POINTS = 24;
const zs = Array.from({ length: POINTS }, (_, index) => normalQuantile((index + 0.5) / POINTS));

export function expectedHits({ raters, perRater }: CrossedDesign, score: number): number {
  return hitsOf({ mean: score, trials: raters * perRater });
}

/**
 * The probability of a claim about a pair near the ends of the scale, where an interval is the wider the more hits come out. Estimates are taken
 * to be beta distributed with their true means and variances, and correlated as scores are.
 * @param isClaimed whether limits of the difference make the claim
 */
export function powerWithFewHits(design: CrossedDesign, { scores, within, between }: ExpectedPair, { level, isClaimed }: { readonly level: number; readonly isClaimed: (limits: Limits) => boolean }): number {
  const variances = within.map((shared) => scoreVariance(design, shared)) as [number, number];
  const covariance = scoreCovariance(design, between);
  const correlation = variances[0] * variances[1] > 0 ? Math.min(0.99, Math.max(-0.99, covariance / Math.sqrt(variances[0] * variances[1]))) : 0;
  const first = estimateAndLimits(design, { score: scores[0], within: within[0], variance: variances[0], level });
  const second = scores[0] === scores[1] ? first : estimateAndLimits(design, { score: scores[1], within: within[1], variance: variances[1], level });
  let claimed = 0;
  for (const z of zs) {
    const a = first(z);
    for (const other of zs) {
      const b = second(correlation * z + Math.sqrt(1 - correlation ** 2) * other);
      if (isClaimed(moverLimits([a, b], [1, -1], () => correlationInLimits(correlation, Math.min(expectedHits(design, a.estimate), expectedHits(design, b.estimate)))))) claimed++;
    }
  }
  return claimed / POINTS ** 2;
}

interface EstimateRequest {
  readonly score: number;
  readonly within: Shared;
  readonly variance: number;
  readonly level: number;
}

/** An estimate by its normal deviate, with the limits that it would have. */
function estimateAndLimits(design: CrossedDesign, { score, within, variance, level }: EstimateRequest): (z: number) => Limits & { readonly estimate: number } {
  const limitsAt = (estimate: number, shared: Shared) => ({ estimate, ...crossedBetaInterval(expectedMoments(design, estimate, shared), level, { ends: 'paired' }) });
  if (variance <= 0) {
    const only = limitsAt(score, within);
    return () => only;
  }
  const trials = (score * (1 - score)) / variance - 1;
  const knots = KNOTS.map((z) => {
    const estimate = betaQuantile(normalProbability(z), score * trials, (1 - score) * trials);
    // What answers share grows with their variance, for the same spread on the log-odds.
    const factor = (estimate * (1 - estimate)) / (score * (1 - score));
    return limitsAt(estimate, { ofRater: within.ofRater * factor, ofTarget: within.ofTarget * factor, ofBoth: within.ofBoth * factor });
  });
  return (z) => {
    const inside = Math.min(KNOTS.at(-1)!, Math.max(KNOTS[0]!, z));
    const above = Math.max(1, KNOTS.findIndex((knot) => knot >= inside));
    const [low, high] = [knots[above - 1]!, knots[above]!]; // Inside by the clamping.
    const share = (inside - KNOTS[above - 1]!) / (KNOTS[above]! - KNOTS[above - 1]!);
    const between = (name: 'estimate' | 'lower' | 'upper'): number => low[name] + share * (high[name] - low[name]);
    return { estimate: between('estimate'), lower: between('lower'), upper: between('upper') };
  };
}
