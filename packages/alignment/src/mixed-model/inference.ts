import { AlignmentError } from '../alignment-error.ts';
import { gammaUpperTail } from '../distributions/gamma.ts';
import { meanLogistic } from '../distributions/logistic-normal.ts';
import { normalProbability } from '../distributions/normal.ts';
import type { Interval } from '../estimate.ts';
import { normalQuantile } from '../normal-quantile.ts';
import type { MixedModel } from './fit-mixed-model.ts';

/** A combination of fixed effects on the log-odds, with its interval and two-sided p (Wald). */
export interface ModelContrast {
  readonly estimate: number;
  readonly standardError: number;
  readonly interval: Interval;
  readonly p: number;
}

/** @param weights of the fixed effects, in the model's order; 0 where missing. */
export function modelContrast({ coefficients, covariance }: MixedModel, weights: readonly number[], level = 0.95): ModelContrast {
  const weight = (index: number): number => weights[index] ?? 0;
  const estimate = coefficients.reduce((sum, { estimate: value }, index) => sum + weight(index) * value, 0);
  const variance = covariance.reduce((sum, row, i) => sum + row.reduce((inner, value, j) => inner + weight(i) * weight(j) * value, 0), 0);
  const standardError = Math.sqrt(variance);
  const z = normalQuantile(0.5 + level / 2);
  return {
    estimate, standardError,
    interval: { lower: estimate - z * standardError, upper: estimate + z * standardError, level, method: 'Wald, on the log-odds' },
    p: standardError === 0 ? 1 : 2 * normalProbability(-Math.abs(estimate) / standardError),
  };
}

/**
 * The score that a model expects of raters and targets in general, on the probability scale: the random effects are integrated out, so
 * that it can be compared with a score. The interval is by the delta method on the log-odds of that score, with the standard deviations as
 * estimated.
 * @param cells fixed effects of each combination of levels that it is the mean of, in the model's order, each counting the same: see `factorialDesign`.
 */
export function marginalMean(model: MixedModel, cells: readonly (readonly number[])[], level = 0.95): { readonly estimate: number; readonly interval: Interval } {
  const sd = Math.hypot(...model.random.map((term) => term.sd));
  const logOdds = cells.map((cell) => modelContrast(model, cell).estimate);
  const estimate = logOdds.reduce((sum, of) => sum + meanLogistic(of, sd) / cells.length, 0);
  // How the score turns with each fixed effect, by a central difference of the integral.
  const slopes = logOdds.map((of) => (meanLogistic(of + STEP, sd) - meanLogistic(of - STEP, sd)) / (2 * STEP * cells.length));
  const gradient = model.coefficients.map((_, index) => cells.reduce((sum, cell, at) => sum + slopes[at]! * (cell[index] ?? 0), 0));
  const { standardError } = modelContrast(model, gradient);
  const centre = Math.log(estimate / (1 - estimate));
  const half = (normalQuantile(0.5 + level / 2) * standardError) / (estimate * (1 - estimate));
  const score = (of: number): number => 1 / (1 + Math.exp(-of));
  return { estimate, interval: { lower: score(centre - half), upper: score(centre + half), level, method: 'delta method on the log-odds, random effects integrated out' } };
}

const STEP = 1e-3;

export interface LikelihoodRatio {
  readonly chiSquared: number;
  readonly freedom: number;
  readonly p: number;
  readonly method: string;
}

/**
 * Likelihood-ratio test of a smaller model within a larger one of the same answers.
 * @throws alignment.model_data where the models are not of the same rows, the second has no more parameters, or one has a prior.
 */
export function likelihoodRatioTest(smaller: MixedModel, larger: MixedModel): LikelihoodRatio {
  const freedom = larger.parameters - smaller.parameters;
  if (smaller.rows !== larger.rows || freedom < 1) throw new AlignmentError('alignment.model_data', `The models have ${smaller.rows} and ${larger.rows} rows, ${smaller.parameters} and ${larger.parameters} parameters. Expected the same rows and a second model with more parameters.`, {});
  if (smaller.hasPrior || larger.hasPrior) throw new AlignmentError('alignment.model_data', 'A model with a prior has no likelihood to compare. Leave the condition out that has only one outcome, or report its contrasts.', {});
  const chiSquared = Math.max(0, 2 * (larger.logLikelihood - smaller.logLikelihood));
  return { chiSquared, freedom, p: gammaUpperTail(chiSquared / 2, freedom / 2), method: 'likelihood ratio, chi-squared; conservative for a standard deviation, which cannot be below 0' };
}
