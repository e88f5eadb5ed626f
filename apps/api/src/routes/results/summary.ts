export interface Summary {
  readonly median: number;
  readonly mean: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Describes numbers; undefined where there are none. */
export function summaryOf(values: readonly number[]): Summary | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [minimum, maximum] = [sorted[0], sorted.at(-1)];
  if (minimum === undefined || maximum === undefined) return undefined;
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return { median: ((low ?? minimum) + (high ?? maximum)) / 2, mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length, minimum, maximum };
}
