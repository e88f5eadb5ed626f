import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskOf } from './mask.ts';
import type { Pixels } from './pixels.ts';

/** Every pixel another colour. */
function numbered(width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) data.set([i & 255, i >> 8, 0, 255], 4 * i);
  return { width, height, data };
}
const coloursOf = ({ data }: Pixels): string[] => Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 4).join());

describe('maskOf', () => {
  it('keeps every pixel, whatever the size of the picture', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.string(), (width, height, seed) => {
      const pixels = numbered(width, height);
      expect(coloursOf(maskOf(pixels, seed)).sort()).toEqual(coloursOf(pixels).sort());
    }), { numRuns: 50 });
  });
  it('is the same for the same seed, and another for another', () => {
    const pixels = numbered(32, 32);
    expect(maskOf(pixels, '3/0')).toEqual(maskOf(pixels, '3/0'));
    expect(maskOf(pixels, '3/0')).not.toEqual(maskOf(pixels, '4/0'));
  });
  it('leaves little of the picture where it was, and moves whole blocks of an eighth of its side', () => {
    const pixels = numbered(32, 32);
    const before = coloursOf(pixels);
    const after = coloursOf(maskOf(pixels, 'trial'));
    expect(after.filter((colour, i) => colour === before[i]).length).toBeLessThan(0.1 * before.length);
    const at = before.indexOf(after[0] ?? '');
    expect(after.slice(0, 4)).toEqual(before.slice(at, at + 4));
    expect(after[32]).toBe(before[at + 32]);
  });
  it('takes an ImageData, whose size is no property of its own', () => {
    const { data } = numbered(8, 4);
    const imageData = Object.create({ width: 8, height: 4, data }) as Pixels;
    expect(maskOf(imageData, 'x')).toMatchObject({ width: 8, height: 4 });
  });
  it('does not touch the picture', () => {
    const pixels = numbered(8, 8);
    maskOf(pixels, 'x');
    expect(pixels).toEqual(numbered(8, 8));
  });
});
