import { expect, it } from 'vitest';
import { readAttributions } from './attributions.ts';

const read = (value: unknown) => Object.fromEntries(readAttributions(Buffer.from(JSON.stringify(value))));

it('texts or facts by file name', () => {
  expect(read({ 'a.png': 'me', 'b.png': { title: 'Bee', author: 'You', license: { name: 'CC0', id: 'cc0' }, link: 'https://x', year: 1 } })).toEqual({ 'a.png': 'me', 'b.png': 'Bee; You; CC0; https://x' });
});

it('a list with file names, alone or in a file about more', () => {
  const list = [{ file: 'a.png', author: 'Me', licence: 'CC BY 4.0', source: { path: 'ignored' } }];
  expect(read(list)).toEqual({ 'a.png': 'Me; CC BY 4.0' });
  expect(read({ photographs: list, changes: 'none' })).toEqual({ 'a.png': 'Me; CC BY 4.0' });
});

it('no file means no attributions; another form is refused with the form that is expected', () => {
  expect(readAttributions(undefined).size).toBe(0);
  expect(() => read([1])).toThrow(/another form/);
  expect(() => readAttributions(Buffer.from('{'))).toThrow(/not JSON/);
});
