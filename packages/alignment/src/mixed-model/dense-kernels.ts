/*
 * Square matrices as one array by rows, worked on in place: a model is factored hundreds of times. Four rows are added at once, so that a
 * sum is loaded and stored once for four products. Indices are inside by construction.
 */

/** Replaces the lower triangle by its Cholesky factor. @returns log |a|; undefined where it is not positive definite. */
export function factorDense(a: Float64Array, size: number): number | undefined {
  let logDeterminant = 0;
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j < i; j++) a[row + j] = (a[row + j]! - dotOf(a, row, j * size, j)) / a[j * size + j]!;
    const pivot = a[row + i]! - dotOf(a, row, row, i);
    if (!(pivot > 0)) return undefined;
    a[row + i] = Math.sqrt(pivot);
    logDeterminant += Math.log(pivot);
  }
  return logDeterminant;
}

function dotOf(a: Float64Array, first: number, second: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < length; k += 4) {
    s0 += a[first + k]! * a[second + k]!;
    s1 += a[first + k + 1]! * a[second + k + 1]!;
    s2 += a[first + k + 2]! * a[second + k + 2]!;
    s3 += a[first + k + 3]! * a[second + k + 3]!;
  }
  for (; k < length; k++) s0 += a[first + k]! * a[second + k]!;
  return s0 + s1 + (s2 + s3);
}

/** Solves L Lᵀ x = b in place. @param lower a factor of `factorDense` */
export function solveDense(lower: Float64Array, size: number, x: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let value = x[i]!;
    for (let k = 0; k < i; k++) value -= lower[i * size + k]! * x[k]!;
    x[i] = value / lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = x[i]! / lower[i * size + i]!;
    x[i] = value;
    for (let k = 0; k < i; k++) x[k]! -= lower[i * size + k]! * value;
  }
}

/** Writes (L Lᵀ)⁻¹, both triangles. @param lower a factor of `factorDense`. @param work as large, is overwritten */
export function invertDense(lower: Float64Array, size: number, out: Float64Array, work: Float64Array): void {
  for (let i = 0; i < size; i++) {
    const row = i * size;
    work.fill(0, row, row + size);
    addRows({ out: work, row, from: 0, to: i, rows: work, size, length: (last) => last + 1, factor: (k) => -lower[row + k]! });
    const pivot = 1 / lower[row + i]!;
    for (let j = 0; j < i; j++) work[row + j]! *= pivot;
    work[row + i] = pivot;
  }
  for (let i = 0; i < size; i++) {
    const row = i * size;
    out.fill(0, row, row + i + 1);
    addRows({ out, row, from: i, to: size, rows: work, size, length: () => i + 1, factor: (k) => work[k * size + i]! });
    for (let j = 0; j < i; j++) out[j * size + i] = out[row + j]!;
  }
}

interface RowSum {
  readonly out: Float64Array;
  /** Where the row of the sum begins. */
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly rows: Float64Array;
  readonly size: number;
  /** How much of the rows up to `last` is not 0, or wanted. */
  readonly length: (last: number) => number;
  readonly factor: (k: number) => number;
}

/** out[row…] += Σ factor(k) · rows[k], for k in [from, to). */
function addRows({ out, row, from, to, rows, size, length, factor }: RowSum): void {
  let k = from;
  for (; k + 3 < to; k += 4) addFour(out, row, length(k + 3), rows, k * size, size, factor(k), factor(k + 1), factor(k + 2), factor(k + 3));
  for (; k < to; k++) {
    const [scale, begin, end] = [factor(k), k * size, length(k)];
    for (let j = 0; j < end; j++) out[row + j]! += scale * rows[begin + j]!;
  }
}

/** The innermost loop: without an object, which would cost more than a short row. */
function addFour(out: Float64Array, row: number, length: number, rows: Float64Array, first: number, size: number, f0: number, f1: number, f2: number, f3: number): void {
  const [second, third, fourth] = [first + size, first + 2 * size, first + 3 * size];
  for (let j = 0; j < length; j++) out[row + j]! += f0 * rows[first + j]! + f1 * rows[second + j]! + f2 * rows[third + j]! + f3 * rows[fourth + j]!;
}

/** out = a · b. @param a size × size, b and out size × width */
export function multiplyDense(a: Float64Array, b: Float64Array, out: Float64Array, size: number, width: number): void {
  out.fill(0, 0, size * width);
  for (let i = 0; i < size; i++) addRows({ out, row: i * width, from: 0, to: size, rows: b, size: width, length: () => width, factor: (k) => a[i * size + k]! });
}
