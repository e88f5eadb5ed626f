import { tQuantile } from './distributions/student-t.ts';
import { normalQuantile } from './normal-quantile.ts';
import { hitsOf, type ClusterMoments, type TwoWayMoments } from './two-way-moments.ts';

/**
 * What is assumed of raters and targets until the answers tell: the sd of their effects on the log-odds, and how many times a
 * correlation so assumed may be too small or too large. Chosen by the grid of `npm run bench:coverage`: see docs/decisions/0043.
 */
const ASSUMED = { raters: { sd: 0.3, vagueness: 9 }, targets: { sd: 0.92, vagueness: 7 } };
/** What few hits add to the noise of a correlation: this × groups / hits³ in its kurtosis. */
const NOISE_OF_FEW_HITS = 400;
/** Hits at which the t quantile counts half: with fewer, the variance is more what is assumed than what is estimated. */
const HALF_WAY_TO_T = 8;
const LEAST_FREEDOM = 3;

/** How much two answers of one rater, or about one target, have in common at a given score. */
interface Correlation {
  /** At the score it was estimated at, in [0, 1]. */
  readonly value: number;
  readonly variance: number;
  /** Mean number of other trials that a trial shares its rater (or target) with. */
  readonly partners: number;
}

/** For how many independent trials the trials of a condition count, and how well that is known. */
export interface EffectiveSample {
  /** Independent trials with the same variance, if the true score were `score`. */
  readonly trialsAt: (score: number) => number;
  /** Factor by which an interval is wider than a normal one would be, because the variance is an estimate. */
  readonly widening: (score: number, level: number) => number;
  /** Standard error of the score. */
  readonly standardError: number;
}

/**
 * The effective sample size of crossed trials. Answers of one rater, and answers about one target, are correlated; each correlation is
 * estimated from the products of residuals and drawn towards what is assumed, the more the fewer hits tell of it.
 *
 * Near 0 a correlation is proportional to the score for the same spread of effects on the log-odds. So it is carried to another
 * score on that scale: an upper limit of 0.02 supposes more clustering than the 0.005 that was seen.
 */
export function effectiveSample({ trials, mean, raters, targets }: TwoWayMoments): EffectiveSample {
  const hits = hitsOf({ mean, trials });
  const at = (mean * trials + 0.5) / (trials + 1);
  const observed = observedCorrelations({ trials, mean, raters, targets });
  const common = { trials, hits, at };
  const ofRaters = correlationOf({ ...common, observed: observed.raters, moments: raters, assumed: ASSUMED.raters });
  const ofTargets = correlationOf({ ...common, observed: observed.targets, moments: targets, assumed: ASSUMED.targets });

  const designEffect = (score: number): number => 1 + ofRaters.partners * carried(ofRaters, at, score).value + ofTargets.partners * carried(ofTargets, at, score).value;
  const freedom = (score: number): number => {
    const spread = ofRaters.partners ** 2 * carried(ofRaters, at, score).variance + ofTargets.partners ** 2 * carried(ofTargets, at, score).variance;
    return Math.max(LEAST_FREEDOM, Math.min(1e6, (2 * designEffect(score) ** 2) / spread));
  };
  // A tenth of a trial away from the ends at least: there the variance would be 0.
  const inside = (score: number): number => Math.min(Math.max(score, 0.1 / trials), 1 - 0.1 / trials);
  return {
    trialsAt: (score) => trials / designEffect(inside(score)),
    widening: (score, level) => {
      const probability = 0.5 + level / 2;
      return 1 + (tQuantile(probability, freedom(inside(score))) / normalQuantile(probability) - 1) * (hits / (hits + HALF_WAY_TO_T));
    },
    standardError: Math.sqrt((at * (1 - at) * designEffect(at)) / trials),
  };
}

/** Method of moments; residuals are from the estimated mean, which makes their products too small by the variance of the mean. */
function observedCorrelations({ trials, mean, raters, targets }: TwoWayMoments): { readonly raters: number; readonly targets: number } {
  const trialVariance = mean * (1 - mean);
  if (trialVariance <= 0) return { raters: 0, targets: 0 };
  let variance = trialVariance / trials;
  let result = { raters: 0, targets: 0 };
  for (let pass = 0; pass < 3; pass++) {
    const of = ({ products, pairs }: ClusterMoments): number => (products / Math.max(1, pairs) + variance) / (trialVariance + variance);
    result = { raters: of(raters), targets: of(targets) };
    variance = (trialVariance / trials) * (1 + (raters.pairs * Math.max(0, result.raters) + targets.pairs * Math.max(0, result.targets)) / trials);
  }
  return result;
}

interface CorrelationRequest {
  readonly observed: number;
  readonly moments: ClusterMoments;
  readonly trials: number;
  readonly hits: number;
  readonly at: number;
  readonly assumed: { readonly sd: number; readonly vagueness: number };
}

function correlationOf({ observed, moments: { groups, pairs, kurtosis }, trials, hits, at, assumed }: CorrelationRequest): Correlation {
  const expected = correlationAt(at, Math.expm1(assumed.sd ** 2));
  const assumedVariance = (assumed.vagueness * expected) ** 2;
  const partners = pairs / trials;
  if (partners === 0 || groups < 2 || !Number.isFinite(kurtosis)) return { value: expected, variance: assumedVariance, partners };
  // Var(mean of squares) = (kurtosis − 1) · mean² / groups. Few hits hide what their kurtosis is.
  const factor = Math.max(2, kurtosis - 1, 2 + (NOISE_OF_FEW_HITS * groups) / hits ** 3);
  let value = expected;
  let [weight, noise] = [0, 0];
  for (let pass = 0; pass < 3; pass++) {
    noise = (factor * (value + 1 / partners) ** 2) / (groups - 1);
    weight = assumedVariance / (assumedVariance + noise);
    value = Math.max(0, weight * observed + (1 - weight) * expected);
  }
  return { value, variance: weight * noise, partners };
}

/** Correlation of answers that share an effect on the log-odds, approximately: a·p(1 − p) near the ends (exact there for a normal effect, a = exp(sd²) − 1), a third at most. */
function correlationAt(score: number, amplitude: number): number {
  const x = amplitude * score * (1 - score);
  return x / (1 + 3 * x);
}

function carried({ value, variance }: Correlation, from: number, to: number): { readonly value: number; readonly variance: number } {
  if (value === 0) return { value, variance };
  const capped = Math.min(value, 0.33);
  const amplitude = capped / (1 - 3 * capped) / (from * (1 - from));
  const factor = correlationAt(to, amplitude) / capped;
  return { value: value * factor, variance: variance * factor ** 2 };
}
