export interface Bin {
  readonly from: number;
  readonly to: number;
  /** Share of all values that lie in the bin, in [0, 1]. */
  readonly share: number;
}

/** Equal bins over [0, upTo]; a value equal to `upTo` falls into the last one. Values outside are not counted but are in the whole. */
export function histogram(values: readonly number[], { upTo, binCount }: { readonly upTo: number; readonly binCount: number }): readonly Bin[] {
  const width = upTo / binCount;
  const counts = new Array<number>(binCount).fill(0);
  for (const value of values) {
    const index = value === upTo ? binCount - 1 : Math.floor(value / width);
    if (index >= 0 && index < binCount) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((count, i) => ({ from: i * width, to: (i + 1) * width, share: values.length === 0 ? 0 : count / values.length }));
}

/**
 * The same bins from evenly spaced quantiles (the first is the minimum, the last the maximum): between two neighbours
 * lies an equal share of the values, spread evenly.
 */
export function histogramOfQuantiles(quantiles: readonly number[], { upTo, binCount }: { readonly upTo: number; readonly binCount: number }): readonly Bin[] {
  const width = upTo / binCount;
  const each = 1 / (quantiles.length - 1);
  return Array.from({ length: binCount }, (_, i) => {
    const [from, to] = [i * width, (i + 1) * width];
    let share = 0;
    for (let k = 1; k < quantiles.length; k++) {
      const low = quantiles[k - 1] ?? 0;
      const high = quantiles[k] ?? 0;
      if (high > low) share += (each * Math.max(0, Math.min(high, to) - Math.max(low, from))) / (high - low);
      else if (low >= from && low < to) share += each;
    }
    return { from, to, share };
  });
}

/** The quantiles in a run's null distribution, where it has them. */
export function quantilesOf(nullDistribution: Readonly<Record<string, unknown>> | null): readonly number[] | undefined {
  const quantiles = nullDistribution?.['quantiles'];
  if (!Array.isArray(quantiles) || quantiles.length < 2) return undefined;
  return quantiles.every((value): value is number => typeof value === 'number' && Number.isFinite(value)) ? quantiles : undefined;
}
