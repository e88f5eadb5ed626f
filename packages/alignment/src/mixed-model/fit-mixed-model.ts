import { AlignmentError } from '../alignment-error.ts';
import { inverseOf, type Matrix } from '../dense-matrix.ts';
import { aggregatedRows } from './aggregated-rows.ts';
import { laplace, type Laplace } from './laplace.ts';
import { minimise, type Minimum } from './minimise.ts';
import { checkModel, type MixedModelRequest } from './model-request.ts';
import { plainLogistic } from './plain-logistic.ts';

export interface MixedModel {
  /** Fixed effects on the log-odds, with the standard error of each. */
  readonly coefficients: readonly { readonly name: string; readonly estimate: number; readonly standardError: number }[];
  /** Of the fixed effects, in their order. */
  readonly covariance: Matrix;
  readonly random: readonly { readonly name: string; readonly sd: number; readonly levels: number }[];
  readonly logLikelihood: number;
  /** Fixed effects and standard deviations. */
  readonly parameters: number;
  readonly rows: number;
  /** Whether the fixed effects have a prior, because the answers alone give no finite estimate. Such a model has no likelihood to compare. */
  readonly hasPrior: boolean;
  /** How it was fitted; says where a prior was needed. */
  readonly method: string;
  /** What to know before the numbers are used. */
  readonly warnings: readonly string[];
}

/** Standard deviation on the log-odds of the prior that a separated model gets. @see Gelman, Jakulin, Pittau and Su 2008 */
const PRIOR_SD = 2.5;
const [SINGULAR, GRADIENT_LIMIT, START_SD] = [1e-3, 2e-4, 0.5];
/** Half of the levels are beyond 97 % or below 3 % then. */
const LARGE_SD = 5;

/**
 * Fits a logistic model with crossed random intercepts by maximum likelihood, with Laplace's approximation.
 *
 * Where the fixed effects have no finite estimate (a condition is all 1 or all 0, and its effect is its own) each but a constant one gets
 * a normal prior with sd 2.5, and `hasPrior` and `method` say so. A combination of factors without a hit is no reason where the other
 * combinations tell of its effects.
 * @throws alignment.bad_outcome; alignment.model_data for rows that do not fit or nothing to fit; alignment.model_aliased where fixed effects are
 * combinations of others; alignment.model_not_converged.
 */
export function fitMixedModel({ outcomes, fixed, random, onProgress }: MixedModelRequest): MixedModel {
  checkModel({ outcomes, fixed, random });
  const { data: rows, cells } = aggregatedRows({ outcomes, fixed, random });
  const plain = plainLogistic(cells);
  const hasPrior = plain === undefined;
  const precision = fixed.map(({ values }) => (hasPrior && values.some((value) => value !== values[0]) ? PRIOR_SD ** -2 : 0));
  const { at, curvature: roughCurvature } = laplace({ ...rows, precision });

  // A model without random effects has log-odds that are nearer to 0.
  const stretch = Math.sqrt(1 + 0.346 * random.length * START_SD ** 2);
  const start = Float64Array.from([...(plain ?? fixed.map(() => 0)).map((value) => value * stretch), ...random.map(() => START_SD)]);
  let iteration = 0;
  const found = minimise({
    of: at, from: start, gradientLimit: GRADIENT_LIMIT, onStep: (_, deviance) => onProgress?.({ iteration: ++iteration, deviance }),
    inverseCurvature: () => inverseOfRough(roughCurvature()),
  });
  const curvature = curvatureAt(at, found, fixed.length, () => onProgress?.({ iteration: ++iteration, deviance: found.value }));
  const covariance = curvature === undefined ? undefined : inverseOf(curvature.map((row) => row.map((value) => value / 2)));
  if (!found.converged || covariance === undefined) {
    const slope = Math.max(...found.gradient.map(Math.abs));
    const reason = found.converged ? 'around what it found the likelihood is flat in some direction, so that no estimate is better than others' : `the largest slope is still ${slope.toPrecision(2)}`;
    throw new AlignmentError('alignment.model_not_converged', `The mixed model did not converge: after ${found.steps} steps ${reason}. Leave out a factor or a random term that few answers tell of, or report the scores and differences, which need no model.`, { steps: found.steps, slope });
  }
  const estimate = (index: number): number => found.point[index] as number;
  const sds = random.map((_, index) => Math.abs(estimate(fixed.length + index)));
  const singular = random.filter((_, index) => (sds[index] as number) < SINGULAR).map(({ name }) => name);
  const penalty = precision.reduce((sum, value, index) => sum + value * estimate(index) ** 2, 0);
  return {
    coefficients: fixed.map(({ name }, index) => ({ name, estimate: estimate(index), standardError: Math.sqrt(covariance[index]![index]!) })),
    covariance: covariance.slice(0, fixed.length).map((row) => row.slice(0, fixed.length)),
    random: random.map(({ name }, index) => ({ name, sd: sds[index] as number, levels: rows.terms[index]!.levelCount })),
    logLikelihood: -(found.value - penalty) / 2,
    parameters: fixed.length + random.length,
    rows: outcomes.length,
    hasPrior,
    method: `logistic mixed model, Laplace approximation${hasPrior ? `, with a normal prior of sd ${PRIOR_SD} on the fixed effects, which have no finite estimate otherwise: some combination of them has only one outcome` : ''}`,
    warnings: [
      ...(singular.length > 0 ? [`The standard deviation of ${singular.join(', ')} is estimated as 0: the answers do not tell it from 0.`] : []),
      ...random.flatMap(({ name }, index) => (sds[index]! > LARGE_SD ? [`The standard deviation of ${name} is ${sds[index]!.toPrecision(2)} on the log-odds: each of its levels has nearly only one outcome, and few answers decide the estimates.`] : [])),
      ...random.flatMap(({ name }, index) => (rows.terms[index]!.levelCount < 6 ? [`${name} has only ${rows.terms[index]!.levelCount} levels: its standard deviation, and all standard errors, are uncertain.`] : [])),
      ...(outcomes.some((value) => value > 0 && value < 1) ? ['Outcomes between 0 and 1 count as that share of a hit: a quasi-likelihood.'] : []),
    ],
  };
}

/** The start's curvature, inverted; a standard deviation that nothing is known of moves little at first. */
function inverseOfRough({ fixed, sds }: ReturnType<Laplace['curvature']>): number[][] {
  const ofFixed = inverseOf(fixed) ?? fixed.map((row, i) => row.map((value, j) => (i === j ? 1 / value : 0)));
  const size = fixed.length + sds.length;
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i < fixed.length && j < fixed.length ? ofFixed[i]![j]! : i === j ? 1 / Math.max(1, sds[i - fixed.length]!) : 0)));
}

/**
 * Second derivatives of the deviance, by differences of its gradient. A standard deviation at 0 is at the end of its range: it is
 * held there, as a parabola around it would say nothing.
 */
function curvatureAt(of: Laplace['at'], { point, gradient: here }: Minimum, fixedCount: number, onStep: () => void): number[][] | undefined {
  const free = Array.from(point.keys()).filter((index) => index < fixedCount || Math.abs(point[index]!) >= SINGULAR);
  const size = 1e-4;
  // One-sided: an error of 1e-4 of a standard error, for half of the work.
  const rows = free.map((index) => {
    const there = of(point.map((value, i) => (i === index ? value + size : value))).gradient;
    onStep();
    return free.map((other) => (there[other]! - here[other]!) / size);
  });
  if (rows.flat().some((value) => !Number.isFinite(value))) return undefined;
  return rows.map((row, i) => row.map((value, j) => (value + rows[j]![i]!) / 2));
}
