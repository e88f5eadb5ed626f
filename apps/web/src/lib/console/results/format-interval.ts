import { formatDifference, formatShare } from '../format.ts';

/** What a number is: a score in [0, 1], a signed difference, or a coefficient such as τ, κ or log-odds. */
export type NumberKind = 'share' | 'difference' | 'coefficient';

/** A coefficient: two decimals, with a true minus and no plus. */
export function formatCoefficient(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && text !== '0.00' ? `−${text}` : text;
}

const formats: Readonly<Record<NumberKind, (value: number) => string>> = { share: formatShare, difference: formatDifference, coefficient: formatCoefficient };

export function formatNumber(value: number, kind: NumberKind): string {
  return formats[kind](value);
}

/** An interval as [lower, upper]. */
export function formatInterval({ lower, upper }: { readonly lower: number; readonly upper: number }, kind: NumberKind = 'share'): string {
  return `[${formats[kind](lower)}, ${formats[kind](upper)}]`;
}

/** A probability from draws, as percent: what is seldom is not said to be never. */
export function formatProbability(probability: number): string {
  if (probability > 0 && probability < 0.01) return '< 1 %';
  return probability < 1 && probability > 0.99 ? '> 99 %' : `${Math.round(100 * probability)} %`;
}

/** A probability that is tested against a limit: three decimals where they matter, never 0. */
export function formatP(p: number): string {
  if (p < 0.001) return '< 0.001';
  return p < 0.1 ? p.toFixed(3) : p.toFixed(2);
}
