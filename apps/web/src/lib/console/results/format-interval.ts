import { formatDifference, formatShare } from '../format.ts';

/** An interval as [lower, upper]. */
export function formatInterval({ lower, upper }: { readonly lower: number; readonly upper: number }, kind: 'share' | 'difference' = 'share'): string {
  const format = kind === 'share' ? formatShare : formatDifference;
  return `[${format(lower)}, ${format(upper)}]`;
}
