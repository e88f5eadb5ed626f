import { LEVEL } from '../alignment-score.ts';
import { crossedBetaInterval, type Ends, type Limits } from '../crossed-beta-interval.ts';
import { correlationInLimits } from '../crossed-condition.ts';
import { effectiveSample } from '../effective-sample.ts';
import { moverLimits } from '../mover.ts';
import { hitsOf, type ClusterMoments, type TwoWayMoments } from '../two-way-moments.ts';
import { pairsOf, scoreCovariance, scoreVariance, type CrossedDesign } from './crossed-design.ts';
import type { Shared } from './outcome-covariances.ts';

/** The moments that the answers of a design have on average: what an interval is made of, before there are answers. */
export function expectedMoments(design: CrossedDesign, score: number, within: Shared): TwoWayMoments {
  const { answers, ofRater, ofTarget } = pairsOf(design);
  const variance = scoreVariance(design, within);
  const cluster = (groups: number, pairs: number, covariance: number): ClusterMoments => ({
    sums: new Float64Array(0), groups, pairs,
    // Residuals are from the estimated mean, which takes its variance out of their products.
    products: pairs * (covariance - variance),
    kurtosis: score <= 0 || score >= 1 ? Infinity : Math.min(groups, 3 + excessKurtosis(score, answers / groups)),
  });
  return { trials: answers, mean: score, raters: cluster(design.raters, ofRater, within.ofRater), targets: cluster(Math.min(design.targets, answers), ofTarget, within.ofTarget) };
}

/** Of a sum of n answers that share nothing: large where hits are few. */
function excessKurtosis(score: number, n: number): number {
  const variance = score * (1 - score);
  return Math.max(0, (1 - 6 * variance) / (n * variance));
}

/** The interval that a score has on average. */
export function expectedScoreLimits(design: CrossedDesign, score: number, within: Shared, { level = LEVEL, ends = 'guarded' }: { readonly level?: number; readonly ends?: Ends } = {}): Limits {
  return crossedBetaInterval(expectedMoments(design, score, within), level, { ends });
}

export interface ExpectedPair {
  readonly scores: readonly [number, number];
  readonly within: readonly [Shared, Shared];
  readonly between: Shared;
}

/** The interval that a difference has on average, first score less second, and the true standard deviation of the difference. */
export function expectedDifferenceLimits(design: CrossedDesign, { scores, within, between }: ExpectedPair, level: number): Limits & { readonly sd: number } {
  const moments = [expectedMoments(design, scores[0], within[0]), expectedMoments(design, scores[1], within[1])] as const;
  const samples = [effectiveSample(moments[0]), effectiveSample(moments[1])] as const;
  const fewer = Math.min(...moments.map(hitsOf));
  const covariance = scoreCovariance(design, between);
  const correlation = correlationInLimits(covariance / (samples[0].standardError * samples[1].standardError), fewer);
  const parts = scores.map((estimate, index) => ({ estimate, ...crossedBetaInterval(moments[index]!, level, { sample: samples[index]!, ends: 'paired' }) }));
  const { lower, upper } = moverLimits(parts, [1, -1], () => correlation);
  return { lower, upper, sd: Math.sqrt(Math.max(0, scoreVariance(design, within[0]) + scoreVariance(design, within[1]) - 2 * covariance)) };
}
