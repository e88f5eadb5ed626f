import { formatInterval, formatNumber, type NumberKind } from './format-interval.ts';
import type { Given, Interval } from './results-view.ts';

export interface Cell {
  readonly text: string;
  /** Below it, smaller: an interval, or why there is no number. */
  readonly note?: string;
  /** To be seen at first sight. */
  readonly isMarked?: boolean;
}

/** A row of a table of results. */
export interface ResultRow {
  readonly key: string;
  readonly name: string;
  /** Below the name, smaller. */
  readonly note?: string;
  readonly cells: readonly Cell[];
}

export const nothing = '–';

export function textCell(text: string | number, note?: string): Cell {
  return { text: String(text), ...(note !== undefined && { note }) };
}

/** A number with its interval below it. */
export function estimateCell({ estimate, interval }: { readonly estimate: number | null; readonly interval: Interval | null }, kind: NumberKind): Cell {
  if (estimate === null) return { text: nothing };
  return { text: formatNumber(estimate, kind), ...(interval !== null && { note: formatInterval(interval, kind) }) };
}

/** The same of what data may not allow: then why. */
export function givenCell<T>({ value, reason }: Given<T>, cellOf: (value: T) => Cell): Cell {
  return value === null ? { text: nothing, ...(reason !== null && { note: reason.text }) } : cellOf(value);
}
