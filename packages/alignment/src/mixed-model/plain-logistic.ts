import { dot, inverseOf } from '../dense-matrix.ts';

/** Rows of a model with the same fixed effects. */
export interface FixedCell {
  readonly values: readonly number[];
  readonly hits: number;
  readonly trials: number;
}

const [STEPS, SMALL] = [40, 1e-8];

/**
 * Maximum likelihood of a logistic model without random effects, by Newton's method with half steps.
 * @returns undefined where there is no finite estimate: some combination of effects sets outcomes of 1 apart from those of 0 ("separation"), so
 * that the likelihood rises without end. Newton's steps stay near 1 then, where otherwise they vanish.
 */
export function plainLogistic(cells: readonly FixedCell[]): number[] | undefined {
  const size = cells[0]!.values.length;
  let beta = Array.from({ length: size }, () => 0);
  let deviance = devianceAt(cells, beta);
  for (let step = 0; step < STEPS; step++) {
    const slope = new Float64Array(size);
    const information = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
    for (const { values, hits, trials } of cells) {
      const mean = 1 / (1 + Math.exp(-dot(values, beta)));
      const weight = trials * mean * (1 - mean);
      for (let i = 0; i < size; i++) {
        slope[i]! += values[i]! * (hits - trials * mean);
        for (let j = 0; j < size; j++) information[i]![j]! += weight * values[i]! * values[j]!;
      }
    }
    const move = inverseOf(information)?.map((row) => row.reduce((sum, value, index) => sum + value * slope[index]!, 0));
    if (move === undefined) return undefined;
    if (Math.max(...move.map(Math.abs)) < SMALL) return beta;
    let length = 1;
    let next = beta.map((value, index) => value + move[index]!);
    while (!(devianceAt(cells, next) <= deviance) && length > 1e-6) {
      length /= 2;
      next = beta.map((value, index) => value + length * move[index]!);
    }
    [beta, deviance] = [next, devianceAt(cells, next)];
  }
  return undefined;
}

function devianceAt(cells: readonly FixedCell[], beta: readonly number[]): number {
  return cells.reduce((sum, { values, hits, trials }) => {
    const eta = dot(values, beta);
    return sum + 2 * (trials * softplus(eta) - hits * eta);
  }, 0);
}

/** log(1 + eˣ) without overflow. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
