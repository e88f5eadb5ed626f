/** How two representations go together; a coefficient is absent where one of them is the same everywhere. */
export interface Correlation {
  readonly pearson?: number;
  readonly spearman?: number;
}

/** Pearson's r and Spearman's ρ of two vectors of one length; equal values share the mean of their ranks. */
export function correlation(a: Float32Array, b: Float32Array): Correlation {
  const pearson = pearsonCorrelation(a, b);
  const spearman = pearsonCorrelation(ranks(a), ranks(b));
  return { ...(pearson !== undefined && { pearson }), ...(spearman !== undefined && { spearman }) };
}

/** @returns r in [−1, 1], undefined where one vector does not vary. */
export function pearsonCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [differenceA, differenceB] = [a[i]! - meanA, b[i]! - meanB];
    products += differenceA * differenceB;
    squaresA += differenceA * differenceA;
    squaresB += differenceB * differenceB;
  }
  const r = products / Math.sqrt(squaresA * squaresB);
  return Number.isFinite(r) ? Math.min(1, Math.max(-1, r)) : undefined;
}

/** Ranks from 1, ties sharing their mean. */
export function ranks(values: Float32Array): Float64Array {
  const sorted = Float32Array.from(values).sort();
  const rankOf = new Map<number, number>();
  for (let first = 0; first < sorted.length;) {
    let next = first + 1;
    while (next < sorted.length && sorted[next] === sorted[first]) next++;
    rankOf.set(sorted[first]!, (first + 1 + next) / 2);
    first = next;
  }
  return Float64Array.from(values, (value) => rankOf.get(value)!);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
