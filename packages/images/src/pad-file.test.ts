import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { ImagesError, decodeImage, leastPadding, padFile } from './index.ts';

const detailed = (): Sharp => sharp(Uint8Array.from({ length: 48 * 32 * 3 }, (_, at) => (at * at * 31 + at * 17) % 256), { raw: { width: 48, height: 32, channels: 3 } });
const formats: readonly (readonly [string, () => Sharp])[] = [
  ['PNG', () => detailed().png()],
  ['PNG with a colour profile', () => detailed().withIccProfile('p3').png()],
  ['PNG with a palette', () => detailed().png({ palette: true })],
  ['JPEG', () => detailed().jpeg()],
  ['JPEG with a colour profile and an orientation', () => detailed().withIccProfile('p3').withMetadata({ orientation: 6 }).jpeg()],
  ['progressive JPEG', () => detailed().jpeg({ progressive: true })],
  ['WebP', () => detailed().webp()],
  ['lossless WebP', () => detailed().webp({ lossless: true })],
  ['WebP with a colour profile', () => detailed().withIccProfile('p3').webp()],
  ['GIF', () => detailed().gif()],
  ['AVIF', () => detailed().avif()],
  ['TIFF', () => detailed().tiff()],
];

describe.each(formats)('%s', (_, make) => {
  it('has the length that is asked for, the same pixels, and the same facts about them', async () => {
    const file = await make().toBuffer();
    const [image, { size: _size, ...facts }] = [await decodeImage(file), await sharp(file).metadata()];
    for (const more of [leastPadding, 13, 20, 21, 999, 3 * 1024 * 1024 + 1]) {
      const padded = padFile(file, file.length + more);
      expect(padded.length).toBe(file.length + more);
      expect(await decodeImage(padded)).toEqual(image);
      const { size: _paddedSize, ...paddedFacts } = await sharp(padded).metadata();
      expect(paddedFacts).toEqual(facts);
    }
  });

  it('can be padded twice', async () => {
    const file = await make().toBuffer();
    const twice = padFile(padFile(file, file.length + 100), file.length + 200);
    expect([twice.length, await decodeImage(twice)]).toEqual([file.length + 200, await decodeImage(file)]);
  });
});

it('no padding is less than the least one', async () => {
  const file = await detailed().png().toBuffer();
  for (const byteCount of [0, file.length, file.length + leastPadding - 1, Number.NaN]) {
    expect(() => padFile(file, byteCount)).toThrow(expect.objectContaining({ code: 'images.padding_too_short' }));
    expect(() => padFile(file, byteCount)).toThrow(ImagesError);
  }
});
