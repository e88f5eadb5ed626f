import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pixels } from './pixels.ts';
import { catmullRom, resample } from './resample.ts';

/** A grey picture from its values. */
function grey(width: number, values: readonly number[]): Pixels {
  return { width, height: values.length / width, data: new Uint8ClampedArray(values.flatMap((value) => [value, value, value, 255])) };
}
const valuesOf = ({ data }: Pixels): number[] => Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] ?? -1);

describe('catmullRom', () => {
  it('has the values of the cubic through four points', () => {
    expect([0, 0.5, 1, 1.5, 2, 3].map(catmullRom)).toEqual([1, 0.5625, 0, -0.0625, 0, 0]);
  });
  it('sums to one wherever it is placed', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (shift) => {
      expect([-2, -1, 0, 1, 2].reduce((sum, x) => sum + catmullRom(x - shift), 0)).toBeCloseTo(1, 12);
    }));
  });
});

describe('resample', () => {
  it('at its own size a picture stays as it is', () => {
    const picture = grey(3, [0, 50, 255, 7, 8, 9, 200, 100, 1]);
    expect(resample(picture, 3, 3)).toEqual(picture);
  });
  it('an even grey stays even, larger or smaller', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (value, width, height) => {
      expect(new Set(valuesOf(resample(grey(7, Array.from({ length: 49 }, () => value)), width, height)))).toEqual(new Set([value]));
    }), { numRuns: 50 });
  });
  it('a ramp stays a ramp away from the edges', () => {
    const ramp = valuesOf(resample(grey(8, [0, 20, 40, 60, 80, 100, 120, 140]), 16, 1));
    // Pixel x of 16 lies at (x + ½) / 2 − ½ of the source.
    expect(ramp.slice(4, 12)).toEqual([35, 45, 55, 65, 75, 85, 95, 105]);
  });
  it('an edge is sharpened on both sides alike and clamped', () => {
    const values = valuesOf(resample(grey(6, [100, 100, 100, 200, 200, 200]), 12, 1));
    expect(values).toEqual([100, 100, 100, 98, 93, 120, 180, 207, 202, 200, 200, 200]);
    expect(Math.max(...valuesOf(resample(grey(6, [0, 0, 0, 255, 255, 255]), 12, 1)))).toBe(255);
  });
  it('made smaller, stripes finer than the new pixels become their mean, not other stripes', () => {
    const stripes = grey(64, Array.from({ length: 64 }, (_, x) => 255 * (x % 2)));
    for (const value of valuesOf(resample(stripes, 16, 1)).slice(2, -2)) expect(Math.abs(value - 127.5)).toBeLessThan(3);
  });
  it('is symmetric', () => {
    const values = [3, 90, 14, 200, 255];
    expect(valuesOf(resample(grey(5, values.toReversed()), 13, 1)).toReversed()).toEqual(valuesOf(resample(grey(5, values), 13, 1)));
  });
  it('refuses half a pixel', () => {
    expect(() => resample(grey(1, [0]), 1.5, 1)).toThrow(/whole number/);
  });
});
