import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readUploadFiles } from './read-upload-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'lookalike-uploads-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a folder gives its images with their folders, and the tables beside them', async () => {
  for (const path of ['bird', 'cat', '.hidden', 'empty']) mkdirSync(join(folder, path));
  for (const path of ['cat/0.PNG', 'bird/1.jpg', 'bird/notes.txt', '.hidden/2.png', 'bird/.3.png', 'labels.csv', 'other.csv', 'more.zip']) writeFileSync(join(folder, path), path);
  expect((await readUploadFiles(folder)).map(({ path }) => path)).toEqual(['bird/1.jpg', 'cat/0.PNG', 'labels.csv', 'more.zip']);
  expect(await readUploadFiles(join(folder, 'bird', '1.jpg'))).toEqual([{ path: '1.jpg', bytes: Buffer.from('bird/1.jpg') }]);
  await expect(readUploadFiles(join(folder, 'empty'))).rejects.toMatchObject({ code: 'cli.no_images' });
  await expect(readUploadFiles(join(folder, 'gone'))).rejects.toMatchObject({ code: 'cli.file_missing' });
});
