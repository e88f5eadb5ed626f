import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainPreprocessing } from '@lookalike/preprocessing';
import { describe, expect, it } from 'vitest';
import { fileNamesOf, readImageFolder } from './read-images.ts';

const photograph = (name: string): Uint8Array => readFileSync(new URL(`../../../../photographs/${name}.png`, import.meta.url));
const colour = plainPreprocessing({ widthPx: 32, heightPx: 32 });

describe('readImageFolder', () => {
  it('reads folders in folders, in the order of their paths, and reports what is broken or too small by image', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'images-'));
    mkdirSync(join(folder, 'animals'));
    writeFileSync(join(folder, 'animals', 'cat.PNG'), photograph('cat'));
    writeFileSync(join(folder, 'coffee.png'), photograph('coffee'));
    writeFileSync(join(folder, 'cut.png'), photograph('cow').subarray(0, 2000));
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    writeFileSync(join(folder, '.hidden.png'), '');
    const read = await readImageFolder(folder, colour);
    expect(read.targets.map(({ id, fileName }) => [id, fileName])).toEqual([['animals/cat.PNG', 'animals_cat'], ['coffee.png', 'coffee']]);
    expect(read.targets[0]!.pixels).toHaveLength(3 * 32 * 32);
    expect(read.unusable).toEqual([expect.objectContaining({ id: 'cut.png', code: 'images.truncated' })]);
    expect(read.ignoredCount).toBe(1);
    const { unusable } = await readImageFolder(folder, plainPreprocessing({ widthPx: 4000, heightPx: 4000 }));
    expect(unusable.map(({ code }) => code)).toEqual(['images.too_small', 'images.too_small', 'images.too_small']);
  });

  it('says when there is no image, or no folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'images-'));
    await expect(readImageFolder(folder, colour)).rejects.toMatchObject({ code: 'cli.no_images', message: expect.stringContaining('no image') });
    await expect(readImageFolder(join(folder, 'missing'), colour)).rejects.toMatchObject({ code: 'cli.no_images', message: expect.stringContaining('ENOENT') });
  });
});

it('gives every image a file name of its own', () => {
  expect(fileNamesOf(['a/x.png', 'a_x.png', 'b.jpg', 'b.png', 'c.webp'])).toEqual(['a_x-png', 'a_x-png_', 'b-jpg', 'b-png', 'c']);
});
