import { expect, it } from 'vitest';
import { readLimited } from './read-limited.ts';

const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(60, 1)]);
const other = Buffer.concat([Buffer.from('PK is no archive'), Buffer.alloc(60, 1)]);

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const read = (bytes: Uint8Array, chunkSize: number) => {
  let counted = 0;
  return readLimited(chunksOf(bytes, chunkSize), { bytes: 32, zipBytes: 64, countBytes: (count) => (counted += count) }).then((file) => ({ ...file, counted }));
};

it.each([1, 2, 3, 7, 100])('a ZIP file has its own limit, also where it comes in chunks of %i bytes', async (size) => {
  expect(await read(zip, size)).toEqual({ bytes: zip, isTooLarge: false, counted: 64 });
  expect(await read(Buffer.concat([zip, zip]), size)).toEqual({ bytes: Buffer.alloc(0), isTooLarge: true, counted: 128 });
});

it.each([1, 2, 100])('a text that begins with PK is none, in chunks of %i bytes', async (size) => {
  expect(await read(other, size)).toMatchObject({ isTooLarge: true, counted: other.length });
});

it('a file with fewer bytes than it takes to tell is kept', async () => {
  expect(await read(Buffer.from('PK'), 1)).toEqual({ bytes: Buffer.from('PK'), isTooLarge: false, counted: 2 });
  expect(await read(Buffer.alloc(0), 1)).toMatchObject({ isTooLarge: false, counted: 0 });
});
