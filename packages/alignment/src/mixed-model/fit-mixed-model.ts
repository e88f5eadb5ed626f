import { AlignmentError } from '../alignment-error.ts';
import { cholesky, inverseOf, type Matrix } from '../dense-matrix.ts';
import { laplace, type ModelData } from './laplace.ts';
import { minimise } from './minimise.ts';
import { plainLogistic, type FixedCell } from './plain-logistic.ts';

export interface FixedEffect {
  readonly name: string;
  /** One value for each row. */
  readonly values: readonly number[];
}

export interface RandomTerm {
  readonly name: string;
  /** What the row's random intercept is of, such as a rater's id; one for each row. */
  readonly levels: readonly string[];
}

export interface MixedModelRequest {
  /** Outcomes in [0, 1]; one between them counts as that share of a hit. */
  readonly outcomes: readonly number[];
  readonly fixed: readonly FixedEffect[];
  readonly random: readonly RandomTerm[];
}

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
const [SINGULAR, GRADIENT_LIMIT] = [1e-3, 2e-4];

/**
 * Fits a logistic model with crossed random intercepts by maximum likelihood, with Laplace's approximation.
 *
 * Where the fixed effects have no finite estimate (a condition is all 1 or all 0, and its effect is its own) each but a constant one gets
 * a normal prior with sd 2.5, and `hasPrior` and `method` say so. A combination of factors without a hit is no reason where the other
 * combinations tell of its effects.
 * @throws alignment.bad_outcome; alignment.model_data for rows that do not fit or nothing to fit; alignment.model_aliased where fixed effects are
 * combinations of others; alignment.model_not_converged.
 */
export function fitMixedModel({ outcomes, fixed, random }: MixedModelRequest): MixedModel {
  check({ outcomes, fixed, random });
  const columns = fixed.map(({ values }) => Float64Array.from(values));
  checkAliasing(fixed, columns);
  const plain = plainLogistic(cellsOf(outcomes, fixed));
  const hasPrior = plain === undefined;
  const precision = fixed.map(({ values }) => (hasPrior && values.some((value) => value !== values[0]) ? PRIOR_SD ** -2 : 0));
  const terms = random.map(({ levels }) => numbered(levels));
  const data: ModelData = { outcomes: Float64Array.from(outcomes), columns, terms, precision };

  const of = laplace(data);
  const start = Float64Array.from([...(plain ?? fixed.map(() => 0)), ...random.map(() => 0.5)]);
  const found = minimise(of, start, GRADIENT_LIMIT);
  const curvature = curvatureAt(of, found.point, fixed.length, random.length);
  const covariance = curvature === undefined ? undefined : inverseOf(curvature.map((row) => row.map((value) => value / 2)));
  if (!found.converged || covariance === undefined) {
    throw new AlignmentError('alignment.model_not_converged', `The mixed model did not converge after ${found.steps} steps (largest slope ${Math.max(...found.gradient.map(Math.abs)).toPrecision(2)}). Leave out a factor or a random term that few answers tell of, or report the scores and differences, which need no model.`, { steps: found.steps });
  }
  const estimate = (index: number): number => found.point[index] as number;
  const sds = random.map((_, index) => Math.abs(estimate(fixed.length + index)));
  const singular = random.filter((_, index) => (sds[index] as number) < SINGULAR).map(({ name }) => name);
  const penalty = precision.reduce((sum, value, index) => sum + value * estimate(index) ** 2, 0);
  return {
    coefficients: fixed.map(({ name }, index) => ({ name, estimate: estimate(index), standardError: Math.sqrt(covariance[index]![index]!) })),
    covariance: covariance.slice(0, fixed.length).map((row) => row.slice(0, fixed.length)),
    random: random.map(({ name }, index) => ({ name, sd: sds[index] as number, levels: terms[index]!.levelCount })),
    logLikelihood: -(found.value - penalty) / 2,
    parameters: fixed.length + random.length,
    rows: outcomes.length,
    hasPrior,
    method: `logistic mixed model, Laplace approximation${hasPrior ? `, with a normal prior of sd ${PRIOR_SD} on the fixed effects, which have no finite estimate otherwise: some combination of them has only one outcome` : ''}`,
    warnings: [
      ...(singular.length > 0 ? [`The standard deviation of ${singular.join(', ')} is estimated as 0: the answers do not tell it from 0.`] : []),
      ...random.flatMap(({ name }, index) => (terms[index]!.levelCount < 6 ? [`${name} has only ${terms[index]!.levelCount} levels: its standard deviation, and all standard errors, are uncertain.`] : [])),
      ...(outcomes.some((value) => value > 0 && value < 1) ? ['Outcomes between 0 and 1 count as that share of a hit: a quasi-likelihood.'] : []),
    ],
  };
}

function check({ outcomes, fixed, random }: MixedModelRequest): void {
  const rows = outcomes.length;
  const refuse = (problem: string): never => { throw new AlignmentError('alignment.model_data', `${problem} Expected at least one row, one fixed effect and one random term, each with a value for every row.`, { rows }); };
  if (rows === 0 || fixed.length === 0 || random.length === 0) refuse(`The model has ${rows} rows, ${fixed.length} fixed effects and ${random.length} random terms.`);
  const uneven = [...fixed.map(({ name, values }) => ({ name, length: values.length })), ...random.map(({ name, levels }) => ({ name, length: levels.length }))].find(({ length }) => length !== rows);
  if (uneven !== undefined) refuse(`"${uneven.name}" has ${uneven.length} values for ${rows} rows.`);
  const bad = outcomes.find((outcome) => !(outcome >= 0 && outcome <= 1));
  if (bad !== undefined) throw new AlignmentError('alignment.bad_outcome', `An outcome is ${bad}. Expected a number from 0 to 1.`, { outcome: bad });
  const single = random.find(({ levels }) => levels.every((level) => level === levels[0]));
  if (single !== undefined) refuse(`"${single.name}" has one level only, so nothing tells how its levels differ. Leave it out.`);
}

/** Column by column: an effect that the ones before it make up is named. */
function checkAliasing(fixed: readonly FixedEffect[], columns: readonly Float64Array[]): void {
  const products = columns.map((a) => columns.map((b) => a.reduce((sum, value, row) => sum + value * b[row]!, 0)));
  for (let count = 1; count <= fixed.length; count++) {
    if (cholesky(products.slice(0, count).map((row) => row.slice(0, count))) !== undefined) continue;
    const { name } = fixed[count - 1]!;
    throw new AlignmentError('alignment.model_aliased', `"${name}" says nothing that the effects before it do not: it is constant 0, or a combination of them. Leave it out, or compare factors that the conditions do not always vary together.`, { name });
  }
}

/** Rows with the same fixed effects, summed. */
function cellsOf(outcomes: readonly number[], fixed: readonly FixedEffect[]): FixedCell[] {
  const cells = new Map<string, FixedCell>();
  outcomes.forEach((outcome, row) => {
    const values = fixed.map(({ values: of }) => of[row] as number);
    const { hits, trials } = cells.get(values.join()) ?? { hits: 0, trials: 0 };
    cells.set(values.join(), { values, hits: hits + outcome, trials: trials + 1 });
  });
  return [...cells.values()];
}

function numbered(levels: readonly string[]): { readonly levelOf: Int32Array; readonly levelCount: number } {
  const numbers = new Map([...new Set(levels)].sort().map((level, index) => [level, index]));
  return { levelOf: Int32Array.from(levels, (level) => numbers.get(level) as number), levelCount: numbers.size };
}

/**
 * Second derivatives of the deviance, by differences of its gradient. A standard deviation at 0 is at the end of its range: it is
 * held there, as a parabola around it would say nothing.
 */
function curvatureAt(of: ReturnType<typeof laplace>, point: Float64Array, fixedCount: number, randomCount: number): number[][] | undefined {
  const free = Array.from({ length: fixedCount + randomCount }, (_, index) => index).filter((index) => index < fixedCount || Math.abs(point[index]!) >= SINGULAR);
  const size = 1e-4;
  const here = of(point).gradient;
  // One-sided: an error of 1e-4 of a standard error, for half of the work.
  const rows = free.map((index) => {
    const there = of(point.map((value, i) => (i === index ? value + size : value))).gradient;
    return free.map((other) => (there[other]! - here[other]!) / size);
  });
  if (rows.flat().some((value) => !Number.isFinite(value))) return undefined;
  return rows.map((row, i) => row.map((value, j) => (value + rows[j]![i]!) / 2));
}
