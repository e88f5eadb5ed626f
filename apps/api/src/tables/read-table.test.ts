import { expect, it } from 'vitest';
import { readTable } from './read-table.ts';

const read = (text: string, prefix?: string) => readTable(Buffer.from(text), 't.csv', { required: ['file'], optional: ['label'], ...(prefix !== undefined && { prefix }) });
const faults = (text: string, prefix?: string) => read(text, prefix).issues.map(({ path, code }) => `${path} ${code}`);

it('columns come in any order and by any case', () => {
  const { rows, issues, columns } = read('Label,FILE\nbird,a.png\n');
  expect(issues).toEqual([]);
  expect(columns).toEqual(['label', 'file']);
  expect(rows).toEqual([{ at: 't.csv:2', cells: new Map([['label', 'bird'], ['file', 'a.png']]) }]);
});

it('columns that are missing, unknown or there twice, and uneven rows, are named with their lines', () => {
  expect(faults('label,colour,label\na,b\n')).toEqual(['t.csv:1 table.column_missing', 't.csv:1 table.column_unknown', 't.csv:1 table.column_repeated', 't.csv:2 table.row_uneven']);
  expect(faults('')).toEqual(['t.csv:1 table.column_missing']);
  expect(faults('file;label\na;b')).toEqual(['t.csv:1 table.column_missing', 't.csv:1 table.column_unknown']);
});

it('columns with the prefix may be any, but not nameless', () => {
  expect(faults('file,factor_loss', 'factor_')).toEqual([]);
  expect(faults('file,factor_', 'factor_')).toEqual(['t.csv:1 table.column_unknown']);
});

it('what is no text or no CSV is refused as a whole', () => {
  expect(readTable(Uint8Array.of(0xff, 0xfe), 't.csv', { required: [], optional: [] }).issues).toMatchObject([{ path: 't.csv', code: 'table.not_text' }]);
  expect(faults('file\n"a')).toEqual(['t.csv:2 table.not_csv']);
});
