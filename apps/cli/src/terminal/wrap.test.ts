import { expect, it } from 'vitest';
import { shorten, wrap } from './wrap.ts';

it('breaks between words, and inside words that are longer than a line', () => {
  expect(wrap('one two  three', 7)).toEqual(['one two', 'three']);
  expect(wrap('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
  expect(wrap('', 7)).toEqual([]);
});

it('shortens names in the middle to exactly the width', () => {
  expect(shorten('/stages/0/Conv', 20)).toBe('/stages/0/Conv');
  expect(shorten('/stages/0/Conv', 9)).toBe('/sta…Conv');
});
