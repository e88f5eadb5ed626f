import type { Figure } from './figure.ts';

/** The numbers of a figure by RFC 4180. A text that a spreadsheet would run as a formula has an apostrophe in front, as in the data set. */
export function csvOf({ data: { columns, rows } }: Pick<Figure, 'data'>): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const guarded = /^'*[=+\-@\t\r\n＝＋－＠]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/u.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
