/** Reads CSV by RFC 4180, as the data set has it: rows as objects by the names of the first row. An empty cell is ''. */
export function readCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    // The last match is the empty end of the text.
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  const [names = [], ...values] = rows;
  return values.map((cells) => Object.fromEntries(names.map((name, column) => [name, cells[column] ?? ''])));
}
