import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sha256Hex } from '@lookalike/content-address';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBlobStore } from './blob-store.ts';
import { diskError } from './disk-error.ts';

let directory = '';
beforeAll(async () => void (directory = await mkdtemp(path.join(os.tmpdir(), 'lookalike-blobs-'))));
afterAll(() => rm(directory, { recursive: true }));

const bytes = new TextEncoder().encode('a PNG, say');
const hash = sha256Hex(bytes);
const place = (): string => path.join(directory, hash.slice(0, 2), hash.slice(2, 4), hash);

it('keeps bytes under their hash, once, and leaves nothing in between', async () => {
  const blobs = await openBlobStore(directory);
  expect(await blobs.has(hash)).toBe(false);
  expect(await Promise.all([blobs.put(bytes), blobs.put(bytes), blobs.put(bytes)])).toEqual([hash, hash, hash]);
  expect(await blobs.has(hash)).toBe(true);
  expect(new Uint8Array(await blobs.get(hash))).toEqual(bytes);
  expect(await readdir(path.join(directory, 'incoming'))).toEqual([]);
});

it('names a file that is not there', async () => {
  const missing = sha256Hex(new Uint8Array([1]));
  await expect((await openBlobStore(directory)).get(missing)).rejects.toMatchObject({ code: 'store.blob_missing', details: { hash: missing } });
});

it('never hands out bytes that are not what the name says, and repairs them when it gets them again', async () => {
  const blobs = await openBlobStore(directory);
  await blobs.put(bytes);
  await writeFile(place(), 'damaged');
  await expect(blobs.get(hash)).rejects.toMatchObject({ code: 'store.blob_corrupt' });
  await blobs.put(bytes);
  expect(sha256Hex(await blobs.get(hash))).toBe(hash);
});

it('takes only hashes for names', async () => {
  const blobs = await openBlobStore(directory);
  await expect(blobs.get('../../../etc/passwd')).rejects.toMatchObject({ code: 'store.hash_invalid' });
  await expect(blobs.has('AB'.repeat(32))).rejects.toMatchObject({ code: 'store.hash_invalid' });
});

it('says when the folder cannot be one', async () => {
  const file = path.join(directory, 'a-file');
  await writeFile(file, '');
  await expect(openBlobStore(path.join(file, 'blobs'))).rejects.toMatchObject({ code: 'store.blobs_unwritable' });
});

it.skipIf(process.platform !== 'linux')('says when the disk is full', async () => {
  const error = await writeFile('/dev/full', 'x').catch((cause: unknown) => diskError(cause, directory));
  expect(error).toMatchObject({ code: 'store.disk_full', message: expect.stringContaining(directory) });
});
