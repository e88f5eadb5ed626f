import type { Column, RowOf } from './column.ts';
import { csvCell, LINE_END } from './csv-cell.ts';

/** Chunks are about this long, so that a million rows need neither a million writes nor much memory. */
const CHUNK_CHARACTERS = 64 * 1024;

/**
 * Writes rows as CSV while they come: RFC 4180 with CRLF, a header line, no byte-order mark, empty cell = missing.
 * @returns chunks of text, to be encoded in UTF-8.
 * @throws dataset.bad_value naming the column, for a value that its column does not allow.
 */
export async function* rowsToCsv<Columns extends Readonly<Record<string, Column>>>(
  columns: Columns,
  rows: AsyncIterable<RowOf<Columns>> | Iterable<RowOf<Columns>>,
): AsyncGenerator<string, void, undefined> {
  const names = Object.keys(columns) as (keyof Columns & string)[];
  let chunk = names.join(',') + LINE_END;
  for await (const row of rows) {
    chunk += names.map((name) => csvCell(name, columns[name]!, row[name])).join(',') + LINE_END;
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
