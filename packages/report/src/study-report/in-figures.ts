import type { Interval } from '@lookalike/alignment';

/** A number with so many decimals, with a minus that is one. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** For tables: three decimals, `–` where there is nothing. */
export function inTable(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : fixed(value, 3);
}

/** On one line. */
export function intervalInTable(interval: Pick<Interval, 'lower' | 'upper'> | null | undefined): string {
  return interval === null || interval === undefined ? '–' : `${fixed(interval.lower, 3)}\u00a0to\u00a0${fixed(interval.upper, 3)}`;
}

/** Narrower ones would have both limits alike at two decimals. */
const NARROW = 0.05;

/** How many decimals a sentence needs to tell an interval's limits apart. */
export function decimalsFor(interval: Pick<Interval, 'lower' | 'upper'> | null): 2 | 3 {
  return interval !== null && interval.upper - interval.lower < NARROW ? 3 : 2;
}

/** `95 % interval 0.55 to 0.69`. */
export function intervalInWords({ lower, upper, level }: Pick<Interval, 'lower' | 'upper' | 'level'>, decimals: number): string {
  return `${percent(level)} interval ${fixed(lower, decimals)} to ${fixed(upper, decimals)}`;
}

/** `p = 0.012`, or `p < 0.001`. */
export function pInWords(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${fixed(p, 3)}`;
}

export function pInTable(p: number): string {
  return p < 0.001 ? '<\u00a00.001' : fixed(p, 3);
}

export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

/** `1 rater`, `40 raters`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}
