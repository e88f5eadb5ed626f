import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskMoves } from './mask.ts';
import type { Pixels } from './pixels.ts';

/** Every pixel another colour. */
function numbered(width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) data.set([i & 255, i >> 8, 0, 255], 4 * i);
  return { width, height, data };
}
const coloursOf = ({ data }: Pixels): string[] => Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 4).join());

/** The mask's pixels; a pixel that nothing is moved to stays black. */
function masked({ width, height, data }: Pixels, seed: string): Pixels {
  const target = new Uint8ClampedArray(data.length);
  for (const { from, to } of maskMoves({ width, height }, seed)) {
    for (let y = 0; y < to.height; y++) {
      for (let x = 0; x < to.width; x++) {
        const at = 4 * ((from.y + y) * width + from.x + x);
        target.set(data.slice(at, at + 4), 4 * ((to.y + y) * width + to.x + x));
      }
    }
  }
  return { width, height, data: target };
}

describe('maskMoves', () => {
  it('keeps every pixel, whatever the size of the picture', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.string(), (width, height, seed) => {
      const pixels = numbered(width, height);
      expect(coloursOf(masked(pixels, seed)).sort()).toEqual(coloursOf(pixels).sort());
    }), { numRuns: 50 });
  });
  it('is the same for the same seed, and another for another', () => {
    const size = { width: 32, height: 32 };
    expect(maskMoves(size, '3/0')).toEqual(maskMoves(size, '3/0'));
    expect(maskMoves(size, '3/0')).not.toEqual(maskMoves(size, '4/0'));
  });
  it('leaves little of the picture where it was, and moves whole blocks of an eighth of its side', () => {
    const pixels = numbered(32, 32);
    const before = coloursOf(pixels);
    const after = coloursOf(masked(pixels, 'trial'));
    expect(after.filter((colour, i) => colour === before[i]).length).toBeLessThan(0.1 * before.length);
    const at = before.indexOf(after[0] ?? '');
    expect(after.slice(0, 4)).toEqual(before.slice(at, at + 4));
    expect(after[32]).toBe(before[at + 32]);
  });
  it('moves a block to one of its own size', () => {
    for (const { from, to } of maskMoves({ width: 37, height: 21 }, 'x')) expect([from.width, from.height]).toEqual([to.width, to.height]);
  });
});
