/** The lower triangle of a sparse symmetric matrix, by columns: rows of column j are rows[start[j] … start[j + 1] − 1], ascending, the diagonal first. */
export interface SparseLower {
  readonly size: number;
  readonly start: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

/** H = L D Lᵀ with a unit lower triangle; `values` has the diagonal of D in place of ones. */
export interface SparseFactor extends SparseLower {
  readonly logDeterminant: number;
}

/** Where the factor of a matrix of this pattern has entries: worked out once, as a model is factored hundreds of times. */
export interface FactorPattern {
  readonly start: Int32Array;
  readonly rows: Int32Array;
}

/** Symbolic factorisation: the pattern of a column is its own below the diagonal and those of its children in the elimination tree. */
export function factorPattern({ size, start, rows }: Pick<SparseLower, 'size' | 'start' | 'rows'>): FactorPattern {
  const children: number[][] = Array.from({ length: size }, () => []);
  const columns: Int32Array[] = [];
  const seen = new Int32Array(size).fill(-1);
  for (let j = 0; j < size; j++) {
    const below: number[] = [];
    const add = (row: number): void => {
      if (row <= j || seen[row] === j) return;
      seen[row] = j;
      below.push(row);
    };
    // Indices are inside by construction, here and below.
    for (let entry = start[j]!; entry < start[j + 1]!; entry++) add(rows[entry]!);
    for (const child of children[j]!) columns[child]!.forEach(add);
    const column = Int32Array.from(below).sort();
    columns.push(column);
    if (column.length > 0) children[column[0]!]!.push(j);
  }
  const factorStart = new Int32Array(size + 1);
  columns.forEach((column, j) => { factorStart[j + 1] = factorStart[j]! + column.length + 1; });
  const factorRows = new Int32Array(factorStart[size]!);
  columns.forEach((column, j) => {
    factorRows[factorStart[j]!] = j;
    factorRows.set(column, factorStart[j]! + 1);
  });
  return { start: factorStart, rows: factorRows };
}

/** Numeric factorisation, left-looking. @returns undefined where the matrix is not positive definite. */
export function factor({ size, start, rows, values }: SparseLower, pattern: FactorPattern): SparseFactor | undefined {
  const out = new Float64Array(pattern.rows.length);
  const work = new Float64Array(size);
  // Columns whose next row is j, as linked lists: each is moved on when its row has been used.
  const first = new Int32Array(size).fill(-1);
  const next = new Int32Array(size).fill(-1);
  const at = new Int32Array(size);
  let logDeterminant = 0;
  for (let j = 0; j < size; j++) {
    for (let entry = start[j]!; entry < start[j + 1]!; entry++) work[rows[entry]!] = values[entry]!;
    for (let k = first[j]!; k !== -1;) {
      const following = next[k]!;
      const end = pattern.start[k + 1]!;
      const scale = out[at[k]!]! * out[pattern.start[k]!]!;
      for (let entry = at[k]!; entry < end; entry++) work[pattern.rows[entry]!]! -= scale * out[entry]!;
      at[k]!++;
      if (at[k]! < end) {
        const row = pattern.rows[at[k]!]!;
        next[k] = first[row]!;
        first[row] = k;
      }
      k = following;
    }
    const diagonal = work[j]!;
    if (!(diagonal > 0)) return undefined;
    logDeterminant += Math.log(diagonal);
    const [begin, end] = [pattern.start[j]!, pattern.start[j + 1]!];
    out[begin] = diagonal;
    work[j] = 0;
    for (let entry = begin + 1; entry < end; entry++) {
      const row = pattern.rows[entry]!;
      out[entry] = work[row]! / diagonal;
      work[row] = 0;
    }
    if (begin + 1 < end) {
      at[j] = begin + 1;
      const row = pattern.rows[begin + 1]!;
      next[j] = first[row]!;
      first[row] = j;
    }
  }
  return { size, start: pattern.start, rows: pattern.rows, values: out, logDeterminant };
}

/** Solves H x = b. */
export function solve({ size, start, rows, values }: SparseFactor, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let j = 0; j < size; j++) for (let entry = start[j]! + 1; entry < start[j + 1]!; entry++) x[rows[entry]!]! -= values[entry]! * x[j]!;
  for (let j = size - 1; j >= 0; j--) {
    let value = x[j]! / values[start[j]!]!;
    for (let entry = start[j]! + 1; entry < start[j + 1]!; entry++) value -= values[entry]! * x[rows[entry]!]!;
    x[j] = value;
  }
  return x;
}

/**
 * The entries of the inverse of H where its factor has entries, in the factor's own places.
 * @see Takahashi, Fagan and Chin 1973; Erisman and Tinney 1975, "On computing certain elements of the inverse of a sparse matrix"
 */
export function selectedInverse({ size, start, rows, values }: SparseFactor): Float64Array {
  const inverse = new Float64Array(values.length);
  const place = new Int32Array(size).fill(-1);
  for (let j = size - 1; j >= 0; j--) {
    const [begin, end] = [start[j]!, start[j + 1]!];
    for (let entry = begin + 1; entry < end; entry++) place[rows[entry]!] = entry;
    for (let entry = begin + 1; entry < end; entry++) {
      const k = rows[entry]!;
      const factorOfK = values[entry]!;
      let sum = inverse[start[k]!]! * factorOfK;
      for (let other = start[k]! + 1; other < start[k + 1]!; other++) {
        const target = place[rows[other]!]!;
        if (target === -1) continue;
        // The inverse is symmetric: its entry (i, k) counts for both rows.
        inverse[target]! -= inverse[other]! * factorOfK;
        sum += inverse[other]! * values[target]!;
      }
      inverse[entry]! -= sum;
    }
    let diagonal = 1 / values[begin]!;
    for (let entry = begin + 1; entry < end; entry++) {
      diagonal -= inverse[entry]! * values[entry]!;
      place[rows[entry]!] = -1;
    }
    inverse[begin] = diagonal;
  }
  return inverse;
}
