import type { FactoredHessian, RandomEffects, Term } from './random-effects.ts';
import { factor, factorPattern, selectedInverse, solve } from './sparse-cholesky.ts';

/** Random effects of any terms, by a sparse Cholesky factor. */
export function sparseEffects(terms: readonly Term[]): RandomEffects {
  const rows = terms[0]!.levelOf.length;
  const placeOf = placesOf(terms);
  const size = terms.reduce((sum, { levelCount }) => sum + levelCount, 0);
  const matrix = patternOf(placeOf, size);
  const pattern = factorPattern({ size, ...matrix });
  const index = (k: number, l: number): number => (k * (k + 1)) / 2 + l;
  const placesIn = (from: { readonly start: Int32Array; readonly rows: Int32Array }): Int32Array[] => placeOf.flatMap((first, k) => placeOf.slice(0, k + 1).map((second) => {
    // Indices are inside by construction, here and below.
    return first.map((a, row) => find(from, Math.min(a, second[row]!), Math.max(a, second[row]!)));
  }));
  const [matrixPlaces, factorPlaces] = [placesIn(matrix), placesIn(pattern)];

  const factorOf = (weights: Float64Array, sds: Float64Array): FactoredHessian | undefined => {
    const values = new Float64Array(matrix.rows.length);
    for (let j = 0; j < size; j++) values[matrix.start[j]!] = 1;
    terms.forEach((_, k) => terms.slice(0, k + 1).forEach((__, l) => {
      const places = matrixPlaces[index(k, l)]!;
      const scale = sds[k]! * sds[l]!;
      for (let i = 0; i < rows; i++) values[places[i]!]! += scale * weights[i]!;
    }));
    const factored = factor({ size, ...matrix, values }, pattern);
    if (factored === undefined) return undefined;
    return {
      logDeterminant: factored.logDeterminant,
      solve: (right) => solve(factored, right),
      leverages: () => {
        const inverse = selectedInverse(factored);
        const ofRows = new Float64Array(rows);
        terms.forEach((_, k) => terms.slice(0, k + 1).forEach((__, l) => {
          const places = factorPlaces[index(k, l)]!;
          const scale = (k === l ? 1 : 2) * sds[k]! * sds[l]!;
          for (let i = 0; i < rows; i++) ofRows[i]! += scale * inverse[places[i]!]!;
        }));
        const ofTerms = placeOf.map((places) => [...new Set(places)].reduce((sum, place) => sum + 1 - inverse[factored.start[place]!]!, 0));
        return { ofRows, ofTerms };
      },
    };
  };
  return { size, placeOf, factorOf };
}

/** Terms with many levels first: their own block is diagonal, so they are eliminated without fill among themselves. */
function placesOf(terms: readonly Term[]): Int32Array[] {
  const places: Int32Array[] = [];
  let next = 0;
  for (const [k, { levelOf, levelCount }] of [...terms.entries()].sort(([, a], [, b]) => b.levelCount - a.levelCount)) {
    const begin = next;
    places[k] = levelOf.map((level) => begin + level);
    next += levelCount;
  }
  return places;
}

function patternOf(placeOf: readonly Int32Array[], size: number): { readonly start: Int32Array; readonly rows: Int32Array } {
  const below: Set<number>[] = Array.from({ length: size }, () => new Set());
  placeOf.forEach((first, k) => placeOf.slice(0, k).forEach((second) => first.forEach((a, row) => {
    const b = second[row]!;
    below[Math.min(a, b)]!.add(Math.max(a, b));
  })));
  const start = new Int32Array(size + 1);
  below.forEach((set, j) => { start[j + 1] = start[j]! + set.size + 1; });
  const rows = new Int32Array(start[size]!);
  below.forEach((set, j) => {
    rows[start[j]!] = j;
    rows.set(Int32Array.from(set).sort(), start[j]! + 1);
  });
  return { start, rows };
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
