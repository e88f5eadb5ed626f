import { expect, it } from 'vitest';
import { findByPath, labelOfPath } from './find-by-path.ts';
import { readLabelTable } from './label-table.ts';

const paths = ['photos/bird/0.jpg', 'photos/cat/0.jpg', 'photos/cat/1.jpg', '1.jpg'];
const read = (text: string, leftOut: string[] = []) => readLabelTable(Buffer.from(text), 'labels.csv', { paths, leftOut: new Set(leftOut) });
const codes = (text: string, leftOut?: string[]) => read(text, leftOut).issues.map(({ path, code }) => `${path} ${code}`);

it('a path means the file of that very path, or the only one that ends with it', () => {
  const items = paths.map((path) => ({ path }));
  expect(findByPath(items, '1.jpg')).toEqual({ path: '1.jpg' });
  expect(findByPath(items, 'cat/1.jpg')).toEqual({ path: 'photos/cat/1.jpg' });
  expect(findByPath(items, '0.jpg')).toBe('several');
  expect(findByPath(items, 'at/1.jpg')).toBeUndefined();
});

it('the folder that an image is in says what it shows', () => {
  expect(paths.map(labelOfPath)).toEqual(['bird', 'cat', 'cat', null]);
});

it('a row says what an image shows and whose it is', () => {
  const { rows, hasLabels, issues } = read('source,file,label,licence\nhttps://x,cat/1.jpg,cat,CC0\n,bird/0.jpg,,\n');
  expect(issues).toEqual([]);
  expect(hasLabels).toBe(true);
  expect([...rows]).toEqual([
    ['photos/cat/1.jpg', { label: 'cat', attribution: '', licence: 'CC0', source: 'https://x' }],
    ['photos/bird/0.jpg', { label: null, attribution: '', licence: '', source: '' }],
  ]);
  expect(read('file,source\n1.jpg,me').hasLabels).toBe(false);
});

it('rows about files that are not there, that may be several, or that have one, are named', () => {
  expect(codes('file,label\ngone.jpg,a\n0.jpg,b\n1.jpg,c\n1.jpg,d\n,e')).toEqual([
    'labels.csv:2 images.label_of_missing_file',
    'labels.csv:3 images.label_ambiguous',
    'labels.csv:5 images.label_repeated',
    'labels.csv:6 images.label_of_missing_file',
  ]);
  expect(codes('file\ngone.jpg', ['photos/gone.jpg'])).toEqual([]);
});

it('a table without the column "file" is refused for that alone', () => {
  expect(codes('name,label\na.jpg,b')).toEqual(['labels.csv:1 table.column_missing', 'labels.csv:1 table.column_unknown']);
});
