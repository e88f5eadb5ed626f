import { dot } from '../dense-matrix.ts';
import { blockedEffects } from './blocked-effects.ts';
import { blockStructure } from './blocks.ts';
import type { Valued } from './minimise.ts';
import { softplus } from './plain-logistic.ts';
import type { FactoredHessian, RandomEffects, Term } from './random-effects.ts';
import { sparseEffects } from './sparse-effects.ts';

/** Rows of a logistic model with crossed random intercepts, equal rows summed. */
export interface ModelData {
  /** Sum of the outcomes of each row, and of how many. */
  readonly hits: Float64Array;
  readonly trials: Float64Array;
  /** Fixed effects: one array over the rows for each. */
  readonly columns: readonly Float64Array[];
  readonly terms: readonly Term[];
  /** Normal prior of each fixed effect as its precision; 0 for none. */
  readonly precision: readonly number[];
}

export interface Laplace {
  /**
   * −2 log-likelihood and the penalty of the prior, with the gradient by fixed effects, then by standard deviations. The sign of a standard
   * deviation is of no meaning.
   */
  readonly at: (parameters: Float64Array) => Valued;
  /** About how the value curves at the last parameters: of the fixed effects given the weights, and of each standard deviation. */
  readonly curvature: () => { readonly fixed: number[][]; readonly sds: number[] };
}

/** A standard deviation below is as good as 0: the value goes on from here as a straight line in its square. */
const FLOOR = 1e-3;

/**
 * Laplace's approximation of the likelihood of a logistic model with crossed random intercepts: η = Xβ + Σ σₖ uₖ[level], u standard normal.
 * For each choice of (β, σ) the mode of u is found by Newton's method ("penalised iteratively reweighted least squares"), with a factor of
 * H = AᵀWA + I, A = Zσ; the gradient takes the mode's own movement into account.
 * @see Bates, Mächler, Bolker and Walker 2015, "Fitting linear mixed-effects models using lme4"; Kristensen et al. 2016, "TMB", Journal of Statistical Software 70(5)
 */
export function laplace(data: ModelData): Laplace {
  const { hits, trials, columns, terms, precision } = data;
  const [rows, fixed] = [hits.length, columns.length];
  const structure = blockStructure(terms);
  const effects = structure === undefined ? sparseEffects(terms) : blockedEffects(terms, structure);
  // The last mode: the next one is near.
  let mode: Float64Array<ArrayBuffer> = new Float64Array(effects.size);
  let last: { readonly weights: Float64Array; readonly factored: FactoredHessian; readonly sds: Float64Array; readonly spoken: readonly number[] } | undefined;

  const at = (parameters: Float64Array): Valued => {
    const beta = parameters.subarray(0, fixed);
    const sds = parameters.slice(fixed).map((sd) => Math.max(FLOOR, Math.abs(sd)));
    const base = new Float64Array(rows);
    columns.forEach((column, index) => { for (let i = 0; i < rows; i++) base[i]! += column[i]! * beta[index]!; });
    const found = modeOf({ effects, data, base, sds, from: mode });
    if (found === undefined) return { value: Infinity, gradient: new Float64Array(parameters.length).fill(Number.NaN) };
    mode = found.mode;
    const { eta, means, weights, factored } = found;

    let value = factored.logDeterminant;
    for (let i = 0; i < rows; i++) value += 2 * (trials[i]! * softplus(eta[i]!) - hits[i]! * eta[i]!);
    for (const u of mode) value += u ** 2;
    precision.forEach((of, index) => { value += of * beta[index]! ** 2; });

    const { ofRows, ofTerms } = factored.leverages();
    last = { weights, factored, sds, spoken: ofTerms };
    // w′ = w(1 − 2μ): how the weights turn with η; times the leverage of the row.
    const turned = ofRows.map((leverage, i) => weights[i]! * (1 - 2 * means[i]!) * leverage);
    const adjoint = factored.solve(toLevels(effects, turned, sds));
    const fitted = toRows(effects, adjoint, sds);
    // What the value gains as η of a row rises by itself.
    const residual = hits.map((hit, i) => hit - trials[i]! * means[i]!);
    const push = residual.map((of, i) => turned[i]! - 2 * of - weights[i]! * fitted[i]!);

    const gradient = new Float64Array(parameters.length);
    columns.forEach((column, index) => {
      let sum = 2 * precision[index]! * beta[index]!;
      for (let i = 0; i < rows; i++) sum += column[i]! * push[i]!;
      gradient[index] = sum;
    });
    effects.placeOf.forEach((places, k) => {
      let sum = (2 * ofTerms[k]!) / sds[k]!;
      for (let i = 0; i < rows; i++) sum += push[i]! * mode[places[i]!]! + residual[i]! * adjoint[places[i]!]!;
      const bySquare = sum / (2 * sds[k]!);
      value += bySquare * (Math.min(FLOOR, Math.abs(parameters[fixed + k]!)) ** 2 - Math.min(FLOOR, sds[k]!) ** 2);
      gradient[fixed + k] = 2 * parameters[fixed + k]! * bySquare;
    });
    return { value, gradient };
  };

  const curvature: Laplace['curvature'] = () => {
    const { weights, factored, sds, spoken } = last!;
    const weighted = columns.map((column) => column.map((value, i) => value * weights[i]!));
    const explained = weighted.map((column) => toRows(effects, factored.solve(toLevels(effects, column, sds)), sds));
    return {
      fixed: weighted.map((a, i) => columns.map((b, j) => 2 * (dot(a, b) - dot(a, explained[j]!) + (i === j ? precision[i]! : 0)))),
      // Each level tells of a variance by the square of what its own answers say of it.
      sds: spoken.map((of, k) => (4 * of ** 2) / (terms[k]!.levelCount * sds[k]! ** 2)),
    };
  };
  return { at, curvature };
}

interface Mode {
  readonly mode: Float64Array<ArrayBuffer>;
  readonly eta: Float64Array;
  readonly means: Float64Array;
  readonly weights: Float64Array;
  readonly factored: FactoredHessian;
}

interface ModeRequest {
  readonly effects: RandomEffects;
  readonly data: ModelData;
  /** Xβ of each row. */
  readonly base: Float64Array;
  readonly sds: Float64Array;
  readonly from: Float64Array;
}

const NEWTON_STEPS = 60;
/** Of the objective: what a step promises to gain. Below the first the objective's own rounding hides it, and the step is taken on trust. */
const [TRUSTED, DONE] = [1e-13, 1e-20];

/** @returns undefined where there is no mode, for want of digits. */
function modeOf({ effects, data: { hits, trials }, base, sds, from }: ModeRequest): Mode | undefined {
  const rows = hits.length;
  const at = (mode: Float64Array): { eta: Float64Array; objective: number } => {
    const eta = toRows(effects, mode, sds);
    let objective = 0;
    for (let i = 0; i < rows; i++) {
      eta[i]! += base[i]!;
      objective += trials[i]! * softplus(eta[i]!) - hits[i]! * eta[i]!;
    }
    for (const value of mode) objective += 0.5 * value ** 2;
    return { eta, objective };
  };
  let mode = Float64Array.from(from);
  let current = at(mode);
  const zero = at(new Float64Array(mode.length));
  if (!(current.objective < zero.objective)) [mode, current] = [new Float64Array(mode.length), zero];
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const means = current.eta.map((value) => 1 / (1 + Math.exp(-value)));
    const weights = means.map((value, i) => trials[i]! * value * (1 - value));
    const factored = effects.factorOf(weights, sds);
    if (factored === undefined) return undefined;
    const slope = toLevels(effects, means.map((value, i) => hits[i]! - trials[i]! * value), sds).map((value, level) => value - mode[level]!);
    const move = factored.solve(slope);
    let decrement = 0;
    for (let level = 0; level < move.length; level++) decrement += move[level]! * slope[level]!;
    const here: Mode = { mode, eta: current.eta, means, weights, factored };
    const scale = Math.max(1, current.objective);
    // The determinant turns with the mode itself, not with its square: so it must be better than the objective shows.
    if (decrement < DONE * scale || step === NEWTON_STEPS - 1) return here;
    let length = 1;
    let moved = mode.map((value, level) => value + move[level]!);
    let next = at(moved);
    while (decrement > TRUSTED * scale && !(next.objective <= current.objective) && length > 1e-6) {
      length /= 2;
      moved = mode.map((value, level) => value + length * move[level]!);
      next = at(moved);
    }
    // Nothing left but rounding.
    if (length <= 1e-6) return here;
    [mode, current] = [moved, next];
  }
  return undefined;
}

/** Aᵀ v. */
function toLevels({ size, placeOf }: RandomEffects, values: Float64Array, sds: Float64Array): Float64Array {
  const out = new Float64Array(size);
  placeOf.forEach((places, k) => { for (let i = 0; i < places.length; i++) out[places[i]!]! += sds[k]! * values[i]!; });
  return out;
}

/** A u. */
function toRows({ placeOf }: RandomEffects, values: Float64Array, sds: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(placeOf[0]!.length);
  placeOf.forEach((places, k) => { for (let i = 0; i < places.length; i++) out[i]! += sds[k]! * values[places[i]!]!; });
  return out;
}
