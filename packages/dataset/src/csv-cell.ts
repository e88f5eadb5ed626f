import type { Column, ValueOfType } from './column.ts';
import { DatasetError } from './dataset-error.ts';

/** Ends every line of a CSV file (RFC 4180, section 2). */
export const LINE_END = '\r\n';

/** Texts that a spreadsheet would take for a formula, and such texts guarded before. @see OWASP, "CSV Injection" */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * The text of a cell. Absent is empty. Texts that begin like a formula get one apostrophe in front, which
 * {@link unguarded} takes away again; numbers never do, or "-1" would stop being a number.
 * @param name of the column, for the message. @throws dataset.bad_value for a value that the column does not allow.
 */
export function csvCell(name: string, column: Column, value: ValueOfType[keyof ValueOfType] | undefined): string {
  if (value === undefined) {
    if (column.missing === undefined) fail(name, 'it is missing', 'every row needs one');
    return '';
  }
  switch (column.type) {
    case 'text': return quoted(guarded(textOf(name, column, value)));
    case 'boolean': return typeof value === 'boolean' ? String(value) : fail(name, `got ${describe(value)}`, 'true or false');
    case 'integer':
    case 'number': return numberText(name, column, value);
    case 'date-time': return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : fail(name, `got ${describe(value)}`, 'a valid Date');
  }
}

/** A text as a cell, quoted where RFC 4180 wants it and where readers would trim it. */
export function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Guards a text against being run as a formula. */
export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Undoes {@link guarded}: what to apply to the text columns of a data set that is read by a program. */
export function unguarded(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

function textOf(name: string, { allowed }: Column, value: unknown): string {
  if (typeof value !== 'string') return fail(name, `got ${describe(value)}`, 'a text');
  if (allowed !== undefined && !allowed.includes(value)) return fail(name, `got ${describe(value)}`, `one of ${allowed.join(', ')}`);
  return value;
}

function numberText(name: string, { type, minimum, maximum }: Column, value: unknown): string {
  const isAllowed = typeof value === 'number' && Number.isFinite(value) && (type === 'number' || Number.isInteger(value)) &&
    value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity);
  // The shortest text that reads back as the same double (ECMA-262, Number::toString).
  return isAllowed ? String(value) : fail(name, `got ${describe(value)}`, `${type === 'integer' ? 'a whole number' : 'a finite number'} from ${minimum ?? '−∞'} to ${maximum ?? '∞'}`);
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
}

function fail(name: string, got: string, expected: string): never {
  throw new DatasetError('dataset.bad_value', `Column ${name}: ${got}. Expected ${expected}.`, { column: name });
}
