import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { ImagesError, decodeImage } from './index.ts';

const orange = { r: 200, g: 100, b: 50 };
const plain = (widthPx = 6, heightPx = 4): Sharp => sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: orange } });
/** Detailed enough that a cut or a changed byte hits pixels. */
const detailed = (): Sharp => sharp(Uint8Array.from({ length: 96 * 64 * 3 }, (_, at) => (at * at * 31 + at * 17) % 256), { raw: { width: 96, height: 64, channels: 3 } });
const firstPixel = ({ data }: { readonly data: Uint8Array }): number[] => [...data.slice(0, 3)];
const code = (bytes: Uint8Array, options = {}): Promise<unknown> =>
  decodeImage(bytes, options).then(() => 'decoded', (error: unknown) => (error instanceof ImagesError ? error.code : error));

describe('decodeImage', () => {
  it.each([
    ['PNG', () => plain().png()],
    ['PNG with a palette', () => plain().png({ palette: true })],
    ['lossless WebP', () => plain().webp({ lossless: true })],
    ['GIF', () => plain().gif()],
    ['TIFF', () => plain().tiff()],
    ['lossless AVIF', () => plain().avif({ lossless: true })],
    ['16-bit PNG', () => plain().toColourspace('rgb16').png()],
  ])('reads %s into RGB', async (_, make) => {
    const image = await decodeImage(await make().toBuffer());
    expect([image.widthPx, image.heightPx, image.data.length, firstPixel(image)]).toEqual([6, 4, 72, [200, 100, 50]]);
  });

  it('repeats grey into three channels, 8 or 16 bits deep', async () => {
    for (const space of ['b-w', 'grey16'] as const) {
      const grey = await sharp({ create: { width: 3, height: 3, channels: 3, background: '#808080' } }).toColourspace(space).png().toBuffer();
      const image = await decodeImage(grey);
      expect([image.data.length, new Set(image.data)]).toEqual([27, new Set([128])]);
    }
  });

  it('lays transparency over white', async () => {
    const clear = await sharp({ create: { width: 2, height: 2, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } } }).png().toBuffer();
    expect(firstPixel(await decodeImage(clear))).toEqual([255, 255, 255]);
    const half = await sharp({ create: { width: 2, height: 2, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } } }).png().toBuffer();
    expect(firstPixel(await decodeImage(half))).toEqual([255, 127, 127]);
  });

  it('turns an image upright as its EXIF orientation says', async () => {
    const leftRed = sharp(Uint8Array.from([255, 0, 0, 0, 0, 255]), { raw: { width: 2, height: 1, channels: 3 } });
    const turned = await decodeImage(await leftRed.withMetadata({ orientation: 6 }).png().toBuffer());
    expect([turned.widthPx, turned.heightPx, [...turned.data]]).toEqual([1, 2, [255, 0, 0, 0, 0, 255]]);
    const mirrored = await decodeImage(await leftRed.withMetadata({ orientation: 2 }).png().toBuffer());
    expect([...mirrored.data]).toEqual([0, 0, 255, 255, 0, 0]);
  });

  it('converts from the colour profile and from CMYK to sRGB', async () => {
    const displayP3 = await plain().withIccProfile('p3').png().toBuffer();
    const stored = await sharp(displayP3, { ignoreIcc: true }).raw().toBuffer();
    expect([...stored.subarray(0, 3)]).not.toEqual([200, 100, 50]);
    firstPixel(await decodeImage(displayP3)).forEach((value, at) => expect(Math.abs(value - [200, 100, 50][at]!)).toBeLessThanOrEqual(2));
    const cmyk = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#808080' } }).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    const image = await decodeImage(cmyk);
    expect(image.data.length).toBe(16 * 16 * 3);
    // A printer's grey: where its profile puts it exactly is its own affair, but it is grey and in the middle.
    firstPixel(image).forEach((value) => expect(Math.abs(value - 128)).toBeLessThanOrEqual(16));
  });

  it('takes the first frame of an animation', async () => {
    const frames = Uint8Array.from({ length: 2 * 4 * 4 * 3 }, (_, at) => (at < 48 ? 255 : 0));
    const animation = await sharp(frames, { raw: { width: 4, height: 8, channels: 3, pageHeight: 4 } }).gif({ delay: [100, 100] }).toBuffer();
    expect((await sharp(animation).metadata()).pages).toBe(2);
    const image = await decodeImage(animation);
    expect([image.widthPx, image.heightPx, firstPixel(image)]).toEqual([4, 4, [255, 255, 255]]);
  });

  it('refuses what is not an image, and drawings', async () => {
    const text = new TextEncoder();
    for (const bytes of [text.encode('target,seed\nIRI,0.08\n'), new Uint8Array(), text.encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), Uint8Array.from([0x08, 0x07, 0x12, 0x07])]) {
      expect(await code(bytes)).toBe('images.not_an_image');
    }
  });

  it('refuses a JPEG and a PNG that break off anywhere', async () => {
    for (const whole of [await detailed().jpeg().toBuffer(), await detailed().png().toBuffer()]) {
      expect(await code(whole)).toBe('decoded');
      for (const share of [0.05, 0.5, 0.95]) expect(await code(whole.subarray(0, whole.length * share))).toBe('images.truncated');
    }
  });

  it('refuses a JPEG and a PNG whose middle is damaged', async () => {
    for (const whole of [await detailed().jpeg().toBuffer(), await detailed().png().toBuffer()]) {
      const damaged = Uint8Array.from(whole);
      damaged.fill(0xff, damaged.length / 2, damaged.length / 2 + 400);
      expect(await code(damaged)).toBe('images.truncated');
    }
  });

  it('refuses a pixel bomb by what its header claims, before decoding it', async () => {
    const bomb = await plain().png().toBuffer();
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    await expect(decodeImage(bomb)).rejects.toThrow('The image has 60000×60000 px, more than the 100000000 pixels allowed. Scale it down first.');
    expect(await code(bomb)).toBe('images.too_large');
    expect(await code(await plain().png().toBuffer(), { maxPixels: 23 })).toBe('images.too_large');
    expect(await code(await plain().png().toBuffer(), { maxPixels: 24 })).toBe('decoded');
  });

  it('refuses a 1×1 image where a network needs more, and reads it elsewhere', async () => {
    const dot = await plain(1, 1).png().toBuffer();
    expect(await code(dot, { minSidePx: 32 })).toBe('images.too_small');
    expect(await decodeImage(dot)).toEqual({ widthPx: 1, heightPx: 1, data: Uint8Array.from([200, 100, 50]) });
    await expect(decodeImage(await plain(40, 31).png().toBuffer(), { minSidePx: 32 })).rejects.toThrow('The image has 40×31 px; each side must have at least 32. Give a larger image.');
  });
});
