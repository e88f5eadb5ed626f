import { expect, it } from 'vitest';
import { isZip } from './is-zip.ts';

it.each([
  ['a ZIP file', 'PK\x03\x04…', true],
  ['an empty ZIP file', 'PK\x05\x06', true],
  ['a text that begins with PK', 'PK is no archive', false],
  ['PK alone', 'PK', false],
  ['a ZIP file cut off', 'PK\x03', false],
  ['a PNG file', '\x89PNG\r\n\x1a\n', false],
  ['nothing', '', false],
])('%s', (_, text, isOne) => {
  expect(isZip(Buffer.from(text, 'latin1'))).toBe(isOne);
});
