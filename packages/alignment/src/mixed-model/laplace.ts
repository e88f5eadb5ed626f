import { softplus } from './plain-logistic.ts';
import { factor, factorPattern, selectedInverse, solve, type FactorPattern, type SparseFactor } from './sparse-cholesky.ts';

/** Rows of a logistic model with crossed random intercepts. */
export interface ModelData {
  /** Outcomes in [0, 1]. */
  readonly outcomes: Float64Array;
  /** Fixed effects: one array over the rows for each. */
  readonly columns: readonly Float64Array[];
  /** Random intercepts: for each term the level of each row, and how many levels there are. */
  readonly terms: readonly { readonly levelOf: Int32Array; readonly levelCount: number }[];
  /** Normal prior of each fixed effect as its precision; 0 for none. */
  readonly precision: readonly number[];
}

/** What the Laplace approximation gives at one choice of fixed effects and standard deviations. */
export interface LaplaceValue {
  /** −2 log-likelihood, and the penalty of the prior. */
  readonly value: number;
  /** By fixed effects, then by standard deviations. */
  readonly gradient: Float64Array;
}

/**
 * Laplace's approximation of the likelihood of a logistic model with crossed random intercepts: η = Xβ + Σ σₖ uₖ[level], u standard normal.
 * For each choice of (β, σ) the mode of u is found by Newton's method ("penalised iteratively reweighted least squares"), with a sparse
 * factor of H = AᵀWA + I, A = Zσ; the gradient takes the mode's own movement into account.
 * @see Bates, Mächler, Bolker and Walker 2015, "Fitting linear mixed-effects models using lme4"; Kristensen et al. 2016, "TMB", Journal of Statistical Software 70(5)
 */
export function laplace({ outcomes, columns, terms, precision }: ModelData): (parameters: Float64Array) => LaplaceValue {
  const [rows, fixed] = [outcomes.length, columns.length];
  const layout = layoutOf(terms, rows);
  // The last mode: the next one is near.
  let mode = new Float64Array(layout.size);

  return (parameters) => {
    const beta = parameters.subarray(0, fixed);
    const sds = parameters.subarray(fixed);
    const base = new Float64Array(rows);
    columns.forEach((column, index) => { for (let i = 0; i < rows; i++) base[i]! += column[i]! * beta[index]!; });
    const found = modeOf({ layout, outcomes, base, sds, from: mode });
    if (found === undefined) return { value: Infinity, gradient: new Float64Array(parameters.length).fill(Number.NaN) };
    mode = found.mode;
    const { eta, means, weights, factored } = found;

    let deviance = factored.logDeterminant;
    for (let i = 0; i < rows; i++) deviance += 2 * (softplus(eta[i]!) - outcomes[i]! * eta[i]!);
    for (const value of mode) deviance += value ** 2;
    precision.forEach((value, index) => { deviance += value * beta[index]! ** 2; });

    const inverse = selectedInverse(factored);
    // w′ = w(1 − 2μ): how the weights turn with η; times the leverage of the row.
    const turned = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      let leverage = 0;
      for (let k = 0; k < terms.length; k++) for (let l = 0; l <= k; l++) {
        leverage += (k === l ? 1 : 2) * sds[k]! * sds[l]! * inverse[layout.factorPlace(i, k, l)]!;
      }
      turned[i] = weights[i]! * (1 - 2 * means[i]!) * leverage;
    }
    const adjoint = solve(factored, layout.toLevels(turned, sds));
    const fitted = layout.toRows(adjoint, sds);
    // What the deviance gains as η of a row rises by itself.
    const push = new Float64Array(rows);
    for (let i = 0; i < rows; i++) push[i] = 2 * (means[i]! - outcomes[i]!) + turned[i]! - weights[i]! * fitted[i]!;

    const gradient = new Float64Array(parameters.length);
    columns.forEach((column, index) => {
      let sum = 2 * precision[index]! * beta[index]!;
      for (let i = 0; i < rows; i++) sum += column[i]! * push[i]!;
      gradient[index] = sum;
    });
    terms.forEach(({ levelOf, levelCount }, k) => {
      const offset = layout.offsets[k]!;
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        const level = layout.order[offset + levelOf[i]!]!;
        sum += push[i]! * mode[level]! + (outcomes[i]! - means[i]!) * adjoint[level]!;
      }
      let own = 0;
      for (let level = 0; level < levelCount; level++) own += 1 - inverse[factored.start[layout.order[offset + level]!]!]!;
      gradient[fixed + k] = sum + (Math.abs(sds[k]!) < 1e-7 ? 0 : (2 * own) / sds[k]!);
    });
    return { value: deviance, gradient };
  };
}

interface Mode {
  readonly mode: Float64Array<ArrayBuffer>;
  readonly eta: Float64Array;
  readonly means: Float64Array;
  readonly weights: Float64Array;
  readonly factored: SparseFactor;
}

const [NEWTON_STEPS, NEWTON_TOLERANCE] = [60, 1e-8];

function modeOf({ layout, outcomes, base, sds, from }: { readonly layout: Layout; readonly outcomes: Float64Array; readonly base: Float64Array; readonly sds: Float64Array; readonly from: Float64Array }): Mode | undefined {
  const rows = outcomes.length;
  const at = (mode: Float64Array): { eta: Float64Array; objective: number } => {
    const eta = layout.toRows(mode, sds);
    let objective = 0;
    for (let i = 0; i < rows; i++) {
      eta[i]! += base[i]!;
      objective += softplus(eta[i]!) - outcomes[i]! * eta[i]!;
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
    const weights = means.map((value) => value * (1 - value));
    const factored = layout.factorOf(weights, sds);
    if (factored === undefined) return undefined;
    const slope = layout.toLevels(means.map((value, i) => outcomes[i]! - value), sds).map((value, level) => value - mode[level]!);
    const move = solve(factored, slope);
    let decrement = 0;
    for (let level = 0; level < move.length; level++) decrement += move[level]! * slope[level]!;
    if (decrement < NEWTON_TOLERANCE ** 2 * Math.max(1, current.objective) || step === NEWTON_STEPS - 1) return { mode, eta: current.eta, means, weights, factored };
    let length = 1;
    let moved = mode.map((value, level) => value + move[level]!);
    let next = at(moved);
    while (!(next.objective <= current.objective) && length > 1e-6) {
      length /= 2;
      moved = mode.map((value, level) => value + length * move[level]!);
      next = at(moved);
    }
    // Nothing left but rounding.
    if (!(next.objective <= current.objective)) return { mode, eta: current.eta, means, weights, factored };
    [mode, current] = [moved, next];
  }
  return undefined;
}

interface Layout {
  readonly size: number;
  readonly offsets: readonly number[];
  /** From a term's level (offset + level) to its place in H. */
  readonly order: Int32Array;
  readonly toLevels: (rowValues: Float64Array, sds: Float64Array) => Float64Array;
  readonly toRows: (levelValues: Float64Array, sds: Float64Array) => Float64Array<ArrayBuffer>;
  readonly factorOf: (weights: Float64Array, sds: Float64Array) => SparseFactor | undefined;
  /** Where the factor has the entry of a row's levels of two terms, l ≤ k. */
  readonly factorPlace: (row: number, k: number, l: number) => number;
}

function layoutOf(terms: ModelData['terms'], rows: number): Layout {
  const offsets: number[] = [];
  let size = 0;
  for (const { levelCount } of terms) {
    offsets.push(size);
    size += levelCount;
  }
  // Terms with many levels first: their own block is diagonal, so they are eliminated without fill among themselves.
  const order = new Int32Array(size);
  let next = 0;
  for (const [k] of [...terms.entries()].sort(([, a], [, b]) => b.levelCount - a.levelCount)) {
    for (let level = 0; level < terms[k]!.levelCount; level++) order[offsets[k]! + level] = next++;
  }
  const placeOf = terms.map(({ levelOf }, k) => levelOf.map((level) => order[offsets[k]! + level]!));

  const below: Set<number>[] = Array.from({ length: size }, () => new Set());
  const pairs = terms.flatMap((_, k) => terms.slice(0, k).map((__, l) => [k, l] as const));
  for (let i = 0; i < rows; i++) for (const [k, l] of pairs) {
    const [a, b] = [placeOf[k]![i]!, placeOf[l]![i]!];
    below[Math.min(a, b)]!.add(Math.max(a, b));
  }
  const start = new Int32Array(size + 1);
  below.forEach((set, j) => { start[j + 1] = start[j]! + set.size + 1; });
  const matrixRows = new Int32Array(start[size]!);
  below.forEach((set, j) => {
    matrixRows[start[j]!] = j;
    matrixRows.set(Int32Array.from(set).sort(), start[j]! + 1);
  });
  const pattern: FactorPattern = factorPattern({ size, start, rows: matrixRows });
  const index = (k: number, l: number): number => (k * (k + 1)) / 2 + l;
  const placesIn = (from: { readonly start: Int32Array; readonly rows: Int32Array }): Int32Array[] => terms.flatMap((_, k) => terms.slice(0, k + 1).map((__, l) => {
    const places = new Int32Array(rows);
    for (let i = 0; i < rows; i++) {
      const [a, b] = [placeOf[k]![i]!, placeOf[l]![i]!];
      places[i] = find(from, Math.min(a, b), Math.max(a, b));
    }
    return places;
  }));
  const matrixPlaces = placesIn({ start, rows: matrixRows });
  const factorPlaces = placesIn(pattern);

  return {
    size, offsets, order,
    toLevels: (values, sds) => {
      const out = new Float64Array(size);
      placeOf.forEach((places, k) => { for (let i = 0; i < rows; i++) out[places[i]!]! += sds[k]! * values[i]!; });
      return out;
    },
    toRows: (values, sds) => {
      const out = new Float64Array(rows);
      placeOf.forEach((places, k) => { for (let i = 0; i < rows; i++) out[i]! += sds[k]! * values[places[i]!]!; });
      return out;
    },
    factorOf: (weights, sds) => {
      const values = new Float64Array(matrixRows.length);
      for (let j = 0; j < size; j++) values[start[j]!] = 1;
      terms.forEach((_, k) => terms.slice(0, k + 1).forEach((__, l) => {
        const places = matrixPlaces[index(k, l)]!;
        const scale = sds[k]! * sds[l]!;
        for (let i = 0; i < rows; i++) values[places[i]!]! += scale * weights[i]!;
      }));
      return factor({ size, start, rows: matrixRows, values }, pattern);
    },
    factorPlace: (row, k, l) => factorPlaces[index(k, l)]![row]!,
  };
}

function find({ start, rows }: { readonly start: Int32Array; readonly rows: Int32Array }, column: number, row: number): number {
  let [low, high] = [start[column]!, start[column + 1]! - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
