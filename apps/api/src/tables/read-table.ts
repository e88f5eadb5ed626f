import type { Issue } from '@lookalike/errors';
import { CsvFault, readCsv, type CsvRow } from './read-csv.ts';

export interface TableColumns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** What further columns are called, such as `factor_`; none unless given. */
  readonly prefix?: string;
}

export interface TableRow {
  /** Where it is, for issues: `labels.csv:12`. */
  readonly at: string;
  /** By column; `''` where the cell is empty, undefined where the table has no such column. */
  readonly cells: ReadonlyMap<string, string>;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** What is wrong with it as a table. */
  readonly issues: readonly Issue[];
}

/** Reads a CSV file with a header row, its columns in any order. @param name of the file, for issues */
export function readTable(bytes: Uint8Array, name: string, expected: TableColumns): Table {
  const none = (issue: Issue): Table => ({ columns: [], rows: [], issues: [issue] });
  const all = `The columns are ${[...expected.required, ...expected.optional].join(', ')}${expected.prefix === undefined ? '' : `, ${expected.prefix}<name>`}`;
  let lines: readonly CsvRow[];
  try {
    lines = readCsv(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof CsvFault) return none({ path: `${name}:${error.line}`, code: 'table.not_csv', message: error.message, fix: 'Put cells with quotation marks in quotation marks, and double those inside.' });
    return none({ path: name, code: 'table.not_text', message: 'It is not a text in UTF-8.', fix: 'Save it as CSV in UTF-8.' });
  }
  const [header, ...rest] = lines;
  const columns = header?.cells.map((cell) => cell.toLowerCase()) ?? [];
  const at = `${name}:${header?.line ?? 1}`;
  const isKnown = (column: string): boolean => expected.required.includes(column) || expected.optional.includes(column) || (expected.prefix !== undefined && column.startsWith(expected.prefix) && column.length > expected.prefix.length);
  const issues: Issue[] = [
    ...expected.required.filter((column) => !columns.includes(column)).map((column) => ({ path: at, code: 'table.column_missing', message: `There is no column "${column}".`, fix: `${all}; the first row names them.` })),
    ...columns.filter((column) => !isKnown(column)).map((column) => ({ path: at, code: 'table.column_unknown', message: `The column "${column}" is unknown.`, fix: `${all}. Rename it or take it out; cells are parted by commas.` })),
    ...columns.filter((column, i) => columns.indexOf(column) < i).map((column) => ({ path: at, code: 'table.column_repeated', message: `The column "${column}" is there twice.`, fix: 'Keep one of them.' })),
    ...rest.filter(({ cells }) => cells.length !== columns.length).map(({ line, cells }) => ({ path: `${name}:${line}`, code: 'table.row_uneven', message: `The row has ${cells.length} cells, the first row ${columns.length}.`, fix: 'Give it as many; put cells with commas in quotation marks.' })),
  ];
  return { columns, issues, rows: rest.map(({ line, cells }) => ({ at: `${name}:${line}`, cells: new Map(columns.map((column, i) => [column, cells[i] ?? ''])) })) };
}
