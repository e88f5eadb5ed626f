/** A line of a CSV file, by the number at which an editor shows it (from 1). */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Why a text is not CSV. */
export class CsvFault extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads CSV: commas, quotes doubled inside quotes, lines ended by LF, CRLF or CR, a byte order mark ignored, empty lines left out. Cells are trimmed
 * unless they are quoted.
 * @throws CsvFault where a quote is not closed or stands inside a cell
 * @see RFC 4180, section 2
 */
export function readCsv(text: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  const cell = /(?:[ \t]*"((?:[^"]|"")*)"[ \t]*|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  let cells: string[] = [];
  let line = 1;
  let startLine = 1;
  cell.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    const match = cell.exec(text);
    if (match === null) throw new CsvFault(line, 'A quotation mark stands where none can be, or is not closed.');
    const [whole, quoted, plain, end] = match;
    cells.push(quoted?.replaceAll('""', '"') ?? plain?.trim() ?? '');
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === ',') continue;
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: startLine, cells });
    if (end === '') return rows;
    cells = [];
    startLine = line;
  }
}
