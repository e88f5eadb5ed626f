import { Type, type Static } from 'typebox';

/** Describes numbers. */
export const Summary = Type.Object({ median: Type.Number(), mean: Type.Number(), minimum: Type.Number(), maximum: Type.Number() });
export type Summary = Static<typeof Summary>;

/** Undefined where there are no numbers. */
export function summaryOf(values: readonly number[]): Summary | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [minimum, maximum] = [sorted[0], sorted.at(-1)];
  if (minimum === undefined || maximum === undefined) return undefined;
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return { median: ((low ?? minimum) + (high ?? maximum)) / 2, mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length, minimum, maximum };
}

export function medianOf(values: readonly number[]): number | undefined {
  return summaryOf(values)?.median;
}
