import type { Column } from './column.ts';
import { csvCell, LINE_END } from './csv-cell.ts';
import { trialColumns, type TrialRow } from './trial-columns.ts';

/** Chunks are about this long, so that a million rows need neither a million writes nor much memory. */
const CHUNK_CHARACTERS = 64 * 1024;

const names = Object.keys(trialColumns) as (keyof TrialRow)[];

/**
 * Writes rows as CSV while they come: RFC 4180 with CRLF, a header line, no byte-order mark, empty cell = missing.
 * @returns chunks of text, to be encoded in UTF-8.
 * @throws dataset.bad_value naming the column, for a value that its column does not allow.
 */
export async function* trialRowsToCsv(rows: AsyncIterable<TrialRow> | Iterable<TrialRow>): AsyncGenerator<string, void, undefined> {
  let chunk = names.join(',') + LINE_END;
  for await (const row of rows) {
    chunk += names.map((name) => cellOf(name, row)).join(',') + LINE_END;
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

function cellOf(name: keyof TrialRow, row: TrialRow): string {
  const column: Column = trialColumns[name];
  return csvCell(name, column, row[name]);
}
