/** A small symmetric matrix, by rows. */
export type Matrix = readonly (readonly number[])[];

/** Lower Cholesky factor. @returns undefined unless the matrix is positive definite. */
export function cholesky(matrix: Matrix): number[][] | undefined {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const out: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? out : lower[j]!;
      let value = row[j]!;
      for (let k = 0; k < j; k++) value -= out[k]! * other[k]!;
      if (j < i) out.push(value / other[j]!);
      else if (value > 1e-12 * Math.abs(row[j]!)) out.push(Math.sqrt(value));
      else return undefined;
    }
    lower.push(out);
  }
  return lower;
}

/** @returns undefined unless the matrix is positive definite. */
export function inverseOf(matrix: Matrix): number[][] | undefined {
  const lower = cholesky(matrix);
  if (lower === undefined) return undefined;
  const size = lower.length;
  const columns = Array.from({ length: size }, (_, column) => {
    const x = Array.from({ length: size }, (__, i) => (i === column ? 1 : 0));
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
      x[i]! /= lower[i]![i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) x[i]! -= lower[k]![i]! * x[k]!;
      x[i]! /= lower[i]![i]!;
    }
    return x;
  });
  return columns;
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
