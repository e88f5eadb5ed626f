import { describe, expect, it } from 'vitest';
import { createRandom } from '@lookalike/random';
import { seedImage } from './seed-images.ts';

const size = 20_000;
const draw = (kind: Parameters<typeof seedImage>[0], seed = 'a') => seedImage(kind, size, createRandom(seed));
const share = (bytes: Uint8Array, test: (byte: number) => boolean) => bytes.filter(test).length / size;

describe('seedImage', () => {
  it('super-noise is N(0, 1) clamped: half the pixels black, 16 % white', () => {
    const bytes = draw('super-noise');
    // P(x ≤ 0.5/255) and P(x ≥ 254.5/255) of the standard normal; tolerance six standard errors.
    expect(Math.abs(share(bytes, (byte) => byte === 0) - 0.5008)).toBeLessThan(0.022);
    expect(Math.abs(share(bytes, (byte) => byte === 255) - 0.1592)).toBeLessThan(0.016);
  });

  it('light-noise is nearly black', () => {
    const bytes = draw('light-noise');
    expect(Math.max(...bytes)).toBeLessThan(16);
    expect(share(bytes, (byte) => byte > 0)).toBeGreaterThan(0.35);
  });

  it('metamer-noise is 0.5 with a deviation of 1/20', () => {
    const values = Array.from(draw('metamer-noise'), (byte) => byte / 255);
    const mean = values.reduce((sum, value) => sum + value, 0) / size;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(deviation).toBeCloseTo(0.05, 2);
  });

  it('white and black are uniform', () => {
    expect(draw('white').every((byte) => byte === 255)).toBe(true);
    expect(draw('black').every((byte) => byte === 0)).toBe(true);
  });

  it('the same source gives the same image, another gives another', () => {
    expect(draw('super-noise', 'a')).toEqual(draw('super-noise', 'a'));
    expect(draw('super-noise', 'a')).not.toEqual(draw('super-noise', 'b'));
  });
});
