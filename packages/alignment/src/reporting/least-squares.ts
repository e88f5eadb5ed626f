import { AlignmentError } from '../alignment-error.ts';
import { inverseOf } from '../dense-matrix.ts';

/** A column that keeps less of its length than this beside the ones before it is one of their combinations. */
const LEAST_PART = 1e-9;

/** For each column whether the columns before it, as far as they are kept, do not make it up. */
export function independentColumns(columns: readonly (readonly number[])[]): boolean[] {
  const basis: number[][] = [];
  return columns.map((column) => {
    const before = dot(column, column);
    let rest = [...column];
    // Twice, as rounding leaves a part behind.
    for (const _ of [1, 2]) for (const unit of basis) {
      const part = dot(rest, unit);
      rest = rest.map((value, row) => value - part * unit[row]!);
    }
    const left = dot(rest, rest);
    if (!(left > LEAST_PART * before)) return false;
    basis.push(rest.map((value) => value / Math.sqrt(left)));
    return true;
  });
}

/**
 * How the least-squares estimate of each column's coefficient weighs the rows: estimates are these weights times the outcomes.
 * @throws alignment.model_aliased where a column is a combination of others.
 */
export function leastSquaresWeights(columns: readonly (readonly number[])[]): number[][] {
  const inverse = inverseOf(columns.map((a) => columns.map((b) => dot(a, b))));
  if (inverse === undefined) throw new AlignmentError('alignment.model_aliased', 'A column is a combination of others. Leave it out.', {});
  const rows = columns[0]?.length ?? 0;
  return inverse.map((of) => Array.from({ length: rows }, (_, row) => of.reduce((sum, value, index) => sum + value * columns[index]![row]!, 0)));
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
