import { expect, it } from 'vitest';
import type { Column, Row } from './column.ts';
import { rowsFromCsv } from './rows-from-csv.ts';
import { rowsToCsv } from './rows-to-csv.ts';

const columns = {
  name: { type: 'text', meaning: 'Any text.' },
  note: { type: 'text', meaning: 'A text, or none.', missing: 'there is none' },
  count: { type: 'integer', meaning: 'A number.', missing: 'unknown' },
  share: { type: 'number', meaning: 'A number.', missing: 'unknown' },
  isSo: { type: 'boolean', meaning: 'Whether.', missing: 'unknown' },
  at: { type: 'date-time', meaning: 'When.', missing: 'never' },
} as const satisfies Readonly<Record<string, Column>>;

async function csvOf(rows: readonly Row[]): Promise<string> {
  let text = '';
  for await (const chunk of rowsToCsv(columns as Readonly<Record<string, Column>>, rows)) text += chunk;
  return text;
}
const nothing = { note: undefined, count: undefined, share: undefined, isSo: undefined, at: undefined };

it('gives back what was written, to the last bit and letter', async () => {
  const texts = ['NA', '', '=1+1', "'=1+1", "''-2", '-1 foto.png', 'a, "b"\r\nc', '"', '""', ' space ', "it's", '＝x', 'é', 'null'];
  const numbers = [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, -0.5, 0];
  const rows = [
    ...texts.map((name) => ({ ...nothing, name })),
    ...numbers.map((share, index) => ({ name: 'x', note: 'last, ""', count: index, share, isSo: index % 2 === 0, at: new Date(Date.UTC(2026, 4, 4, 9, 30, 0, index)) })),
  ];
  expect([...rowsFromCsv(columns, await csvOf(rows))]).toEqual(rows);
  // A program that saves it again may end lines in LF, and leave the last one without.
  expect([...rowsFromCsv(columns, (await csvOf(rows.slice(-3))).replaceAll('\r\n', '\n').trimEnd())]).toEqual(rows.slice(-3));
});

it('a table without rows has none, and columns that are not declared are passed over', async () => {
  expect([...rowsFromCsv(columns, await csvOf([]))]).toEqual([]);
  expect([...rowsFromCsv({ name: columns.name }, 'other,name\r\n1,a\r\n')]).toEqual([{ name: 'a' }]);
});

it('what is no table, or not this one, is refused with the place', () => {
  const read = (text: string): Row[] => [...rowsFromCsv({ name: columns.name, count: columns.count }, text)];
  expect(() => read('name\r\na\r\n')).toThrow('no column count');
  expect(() => read('name,count\r\na\r\n')).toThrow('Row 2 of the table has 1 cells, its header 2');
  expect(() => read('name,count\r\na,1\r\nb,many\r\n')).toThrow('Row 3, column count: "many" is no integer');
  expect(() => read('name,count\r\n"a,1\r\n')).toThrow('breaks off within quotes');
});
