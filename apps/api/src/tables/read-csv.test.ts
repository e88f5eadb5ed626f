import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CsvFault, readCsv } from './read-csv.ts';

const cellsOf = (text: string) => readCsv(text).map(({ cells }) => cells);

it('cells are trimmed, quoted ones are not, and quotes are doubled inside them', () => {
  expect(cellsOf('\uFEFFfile, label \r\n"a ""b"", c.png"," x "\n,\n\nlast,')).toEqual([['file', 'label'], ['a "b", c.png', ' x '], ['', ''], ['last', '']]);
});

it('a row is where an editor shows it, after cells of several lines and empty lines', () => {
  expect(readCsv('a\n\n"b\nc",d\r\ne').map(({ line }) => line)).toEqual([1, 3, 5]);
});

it.each([['a,"b', 1], ['a\nb"c', 2], ['a\n"b"c', 2]])('%j is refused at its line', (text, line) => {
  const read = (): unknown => readCsv(text);
  expect(read).toThrow(CsvFault);
  expect(read).toThrow(expect.objectContaining({ line }));
});

it('what is written by the rules comes back', () => {
  const row = fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', '\n', '\r', 'é') }), { minLength: 2, maxLength: 4 });
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
    const text = rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
    expect(cellsOf(text)).toEqual(rows);
  }));
});
