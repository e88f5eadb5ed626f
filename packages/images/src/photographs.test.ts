import { readFileSync, readdirSync } from 'node:fs';
import { sha256Hex } from '@lookalike/content-address';
import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../photographs/attribution.ts';
import { attributionMarkdown } from '../../../photographs/attribution.ts';
import { crops, licenses, packages } from '../../../photographs/crops.ts';
import { decodeImage } from './index.ts';

const folder = new URL('../../../photographs/', import.meta.url);
const read = (file: string): Buffer => readFileSync(new URL(file, folder));
const { photographs } = JSON.parse(read('attribution.json').toString('utf8')) as { photographs: readonly Attribution[] };
const files = readdirSync(folder).filter((file) => file.endsWith('.png')).sort();

describe('the photographs that Lookalike ships', () => {
  it('are at least 32, each one listed in attribution.json and none missing', () => {
    expect(files.length).toBeGreaterThanOrEqual(32);
    expect(photographs.map(({ file }) => file)).toEqual(files);
    expect(crops.map(({ id }) => `${id}.png`)).toEqual(files);
  });

  it('have one label each in labels.csv, as an image set takes it', () => {
    const [header, ...rows] = read('labels.csv').toString('utf8').trimEnd().split('\n').map((line) => line.split(','));
    expect(header).toEqual(['file', 'label']);
    expect(rows.map(([file]) => file)).toEqual(files);
    for (const [file, label] of rows) expect(label, file).toMatch(/^[a-z]+( [a-z]+)?$/);
  });

  it('are the very files that attribution.json describes, and no two are the same', () => {
    expect(Object.fromEntries(files.map((file) => [file, sha256Hex(read(file))]))).toEqual(Object.fromEntries(photographs.map(({ file, sha256 }) => [file, sha256])));
    expect(new Set(photographs.map(({ sha256 }) => sha256)).size).toBe(files.length);
    expect(new Set(photographs.map(({ source }) => source.sha256)).size).toBe(files.length);
  });

  it.each(photographs.map((photograph) => [photograph.file, photograph] as const))('%s names author, licence, link and source as declared', (_, photograph) => {
    const crop = crops.find(({ id }) => `${id}.png` === photograph.file)!;
    expect(photograph.author).toBe(crop.author);
    expect(photograph.author).not.toBe('');
    expect(photograph.license).toEqual({ id: crop.license, ...JSON.parse(JSON.stringify(licenses[crop.license])) as object });
    expect(photograph.link).toMatch(/^https?:\/\//);
    expect(photograph.source).toMatchObject({ package: crop.package, version: packages[crop.package].version, sha256: crop.sourceSha256 });
  });

  it('are shown in ATTRIBUTION.md as in attribution.json', () => {
    expect(read('ATTRIBUTION.md').toString('utf8')).toBe(attributionMarkdown(photographs));
  });

  it('are square colour images of the stated size', async () => {
    for (const { file, widthPx, heightPx } of photographs) {
      const image = await decodeImage(read(file));
      expect([file, image.widthPx, image.heightPx]).toEqual([file, widthPx, heightPx]);
      expect(widthPx).toBe(heightPx);
      expect(image.data.some((value, at) => at % 3 === 0 && value !== image.data[at + 1])).toBe(true);
    }
  });
});
