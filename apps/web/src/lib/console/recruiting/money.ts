import { formatMoney } from '../format.ts';

/** Money in minor units, such as pence: 150 GBP is £1.50. */
export function formatMinor(amount: number, currency: string | null): string {
  return currency === null ? (amount / 100).toFixed(2) : formatMoney(amount / 100, currency);
}

/** What somebody typed, such as 1.5, in minor units; undefined where nothing was typed or it is no amount of whole ones above 0. */
export function toMinor(major: number | null): number | undefined {
  if (major === null) return undefined;
  const minor = Math.round(major * 100);
  return Number.isFinite(major) && minor > 0 && Math.abs(minor - major * 100) < 1e-6 ? minor : undefined;
}
