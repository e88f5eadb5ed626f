import type { Column, Row, ValueOfType } from './column.ts';
import { unguarded } from './csv-cell.ts';
import { DatasetError } from './dataset-error.ts';

type Columns = Readonly<Record<string, Column>>;

/**
 * Reads back what `rowsToCsv` wrote: every value is what it was, an empty cell is absent, guards of formulas are taken away, and the word
 * NA is a word. Columns that are not declared are passed over.
 * @throws dataset.bad_table for a column that is missing, a line of another length, and a cell that is no value of its column
 */
export function* rowsFromCsv(columns: Columns, text: string): Generator<Row, void, undefined> {
  const records = recordsOf(text);
  const header: readonly string[] = records.next().value ?? [];
  const places = Object.entries(columns).map(([name, column]) => {
    const place = header.indexOf(name);
    if (place === -1) throw new DatasetError('dataset.bad_table', `The table has no column ${name}.`, { column: name });
    return { name, column, place };
  });
  let line = 1;
  for (const record of records) {
    line++;
    if (record.length !== header.length) throw new DatasetError('dataset.bad_table', `Row ${line} of the table has ${record.length} cells, its header ${header.length}.`, { line });
    yield Object.fromEntries(places.map(({ name, column, place }) => [name, valueOf(record[place] as string, { name, column, line })]));
  }
}

function valueOf(cell: string, { name, column, line }: { readonly name: string; readonly column: Column; readonly line: number }): ValueOfType[Column['type']] | undefined {
  if (cell === '') return column.type === 'text' && column.missing === undefined ? '' : undefined;
  const fail = (): never => {
    throw new DatasetError('dataset.bad_table', `Row ${line}, column ${name}: ${JSON.stringify(cell.slice(0, 60))} is no ${column.type}.`, { line, column: name });
  };
  switch (column.type) {
    case 'text': return unguarded(cell);
    case 'boolean': return cell === 'true' ? true : cell === 'false' ? false : fail();
    case 'integer':
    case 'number': return Number.isFinite(Number(cell)) ? Number(cell) : fail();
    case 'date-time': return Number.isNaN(Date.parse(cell)) ? fail() : new Date(cell);
  }
}

/** The cells of each line (RFC 4180; a line may end in LF alone, as some programs save it). */
function* recordsOf(text: string): Generator<string[], undefined, undefined> {
  const end = /[,\r\n]/g;
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 1;
    } else {
      end.lastIndex = at;
      const stop = end.exec(text)?.index ?? text.length;
      cells.push(text.slice(at, stop));
      at = stop;
    }
    if (text[at] === ',') {
      at++;
      if (at < text.length && text[at] !== '\r' && text[at] !== '\n') continue;
      cells.push('');
    }
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    yield cells;
    cells = [];
  }
  return undefined;
}

/** Where the quotes that open at `open` close: two in a row are one within. */
function closingQuote(text: string, open: number): number {
  for (let at = open + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at === -1) throw new DatasetError('dataset.bad_table', 'The table breaks off within quotes.');
    if (text[at + 1] !== '"') return at;
  }
}
