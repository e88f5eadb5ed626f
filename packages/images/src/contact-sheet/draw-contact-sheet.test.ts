import { describe, expect, it } from 'vitest';
import { decodeImage, drawContactSheet, type ContactSheet, type RgbImage } from '../index.ts';
import { metrics } from './layout.ts';

const plain = (red: number, green: number, blue: number, widthPx = 8, heightPx = 8): RgbImage => ({ widthPx, heightPx, data: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => [red, green, blue][at % 3]!) });
const sheet: ContactSheet = {
  title: 'What the network cannot tell apart',
  subtitle: 'd is the relative representation distance.',
  columns: [{ title: 'Target' }, { title: 'Seed', note: 'noise' }, { title: 'IRI', note: 'standard' }],
  rows: [
    { label: 'Cat', cells: [{ image: plain(10, 20, 30), caption: '' }, { image: plain(200, 0, 0), caption: '' }, { image: plain(0, 200, 0), caption: 'd = 0.081' }] },
    { label: 'Dog', cells: [{ image: plain(40, 50, 60), caption: '' }, { image: plain(0, 0, 200), caption: '' }, undefined] },
  ],
  footer: 'regularizer-free, seed 1',
  imageSizePx: 64,
};
const withMark: ContactSheet = { ...sheet, rows: [{ ...sheet.rows[0]!, cells: [sheet.rows[0]!.cells[0], sheet.rows[0]!.cells[1], { image: plain(0, 200, 0), caption: 'd = 0.9', marked: true }] }, sheet.rows[1]!] };

const pixel = ({ widthPx, data }: RgbImage, x: number, y: number): number[] => [...data.slice((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3)];
const count = (image: RgbImage, colour: readonly number[]): number => {
  let found = 0;
  for (let at = 0; at < image.data.length; at += 3) if (colour.every((value, channel) => image.data[at + channel] === value)) found += 1;
  return found;
};
/** The middle of the smallest upright rectangle that holds every pixel of a colour. */
const middleOf = (image: RgbImage, colour: readonly number[]): { readonly x: number; readonly y: number } => {
  const found = Array.from({ length: image.widthPx * image.heightPx }, (_, at) => at).filter((at) => colour.every((value, channel) => image.data[at * 3 + channel] === value));
  const middle = (values: readonly number[]): number => (values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2;
  return { x: middle(found.map((at) => at % image.widthPx)), y: middle(found.map((at) => Math.floor(at / image.widthPx))) };
};
const hairline = [0xd6, 0xd3, 0xd1];
const drawn = async (each: ContactSheet): Promise<RgbImage> => decodeImage(await drawContactSheet(each));
const markRed = [0xb9, 0x1c, 0x1c];

describe('drawContactSheet', () => {
  it('shows every image at the wanted size, in its colours, on white', async () => {
    const image = await drawn(sheet);
    expect(pixel(image, 2, 2)).toEqual([255, 255, 255]);
    for (const colour of [[10, 20, 30], [200, 0, 0], [0, 200, 0], [40, 50, 60], [0, 0, 200]]) {
      // All but the hairline frame around it.
      expect(count(image, colour)).toBeGreaterThanOrEqual(62 * 62);
      expect(count(image, colour)).toBeLessThanOrEqual(64 * 64);
    }
  });

  it('is as wide as its columns, gaps and margins', async () => {
    const image = await drawn({ ...sheet, rows: sheet.rows.slice(0, 1) });
    expect(image.widthPx).toBe(3 * 64 + 2 * metrics.columnGap + 2 * metrics.margin);
  });

  it('gives the same bytes for the same sheet', async () => {
    expect(await drawContactSheet(sheet)).toEqual(await drawContactSheet(structuredClone(sheet)));
  });

  it('changes when a caption changes', async () => {
    expect(await drawContactSheet({ ...sheet, footer: 'seed 2' })).not.toEqual(await drawContactSheet(sheet));
  });

  it('frames and crosses a marked image, and explains the cross only then', async () => {
    const unmarked = sheet.rows[0]!.cells.map((cell) => ({ ...cell!, marked: false }));
    const [without, marked] = [await drawn({ ...sheet, rows: [{ label: 'Cat', cells: unmarked }, sheet.rows[1]!] }), await drawn(withMark)];
    expect(count(without, markRed)).toBe(0);
    expect(count(marked, markRed)).toBeGreaterThan(700);
    expect(marked.heightPx).toBeGreaterThan(without.heightPx);
    expect(count(await drawn({ ...withMark, markMeaning: 'x' }), [0x57, 0x53, 0x4e])).toBeLessThan(count(marked, [0x57, 0x53, 0x4e]));
  });

  it('leaves a quiet place where there is no image', async () => {
    expect(count(await drawn(sheet), [0xf5, 0xf5, 0xf4])).toBeGreaterThanOrEqual(60 * 60);
  });

  it.each([[8, 4], [4, 8]])('centres an image of %s×%s px in its cell', async (widthPx, heightPx) => {
    const image = await drawn({ ...sheet, rows: [{ label: '', cells: [{ image: plain(1, 2, 3, widthPx, heightPx), caption: '' }, undefined, undefined] }] });
    expect(count(image, [1, 2, 3])).toBeGreaterThan(60 * 30);
    expect(count(image, [1, 2, 3])).toBeLessThanOrEqual(64 * 32);
    expect(middleOf(image, [1, 2, 3])).toEqual(middleOf(image, hairline));
  });

  it('refuses a sheet without rows, and a row that does not fit the columns', async () => {
    await expect(drawContactSheet({ ...sheet, rows: [] })).rejects.toMatchObject({ code: 'images.bad_sheet' });
    await expect(drawContactSheet({ ...sheet, columns: sheet.columns.slice(1) })).rejects.toThrow('The row "Cat" has 3 cells for 2 columns. Give one each, undefined where there is no image.');
  });
});
