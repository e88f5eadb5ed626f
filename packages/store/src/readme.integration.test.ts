import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createImageSet, migrate, openBlobStore, openStore, recordBlobs, startEmbeddedDatabase } from './index.ts';

const withoutIndent = (code: string): string => code.split('\n').map((line) => line.trimStart()).join('\n');

it('the example in the README runs', async () => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lookalike-readme-'));
  const png = new Uint8Array(await readFile('photographs/cat.png'));

  const database = await startEmbeddedDatabase({ directory }); // or any PostgreSQL's address
  await migrate(database.databaseUrl, 'prisma/migrations');
  const store = openStore(database);
  const blobs = await openBlobStore(`${directory}/blobs`);

  const hash = await blobs.put(png); // the file first, then the rows that name it
  await recordBlobs(store.prisma, [{ hash, byteCount: png.length, mediaType: 'image/png' }]);
  const set = await createImageSet(store.prisma, {
    name: 'One image',
    images: [{ name: 'cat.png', fileHash: hash, widthPx: 32, heightPx: 32, attribution: '' }],
  });

  await store.close();
  await database.close();
  expect(set).toMatchObject({ imageCount: 1, previewHashes: [hash] });
  await rm(directory, { recursive: true });
});

it('the example in the README is the code of this test', async () => {
  const example = /```ts\n([\s\S]*?)```/.exec(await readFile(new URL('../README.md', import.meta.url), 'utf8'))?.[1] ?? 'none';
  expect(withoutIndent(await readFile(new URL(import.meta.url), 'utf8'))).toContain(withoutIndent(example));
});
