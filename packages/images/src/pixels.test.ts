import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImagesError, fromPlanar, quantize, toPlanar, type RgbImage } from './index.ts';

const size = { widthPx: 3, heightPx: 2 };
const values = fc.float32Array({ minLength: 18, maxLength: 18, min: -1, max: 2, noNaN: true });
const bytes = fc.uint8Array({ minLength: 18, maxLength: 18 });
const isByte = (value: number): boolean => Array.from({ length: 256 }, (_, k) => Math.fround(k / 255)).includes(value);

describe('planar pixels', () => {
  it('go channel by channel, row by row', () => {
    const image: RgbImage = { widthPx: 2, heightPx: 1, data: Uint8Array.from([255, 0, 51, 0, 255, 102]) };
    expect([...toPlanar(image)]).toEqual([1, 0, 0, 1, 51 / 255, 102 / 255].map(Math.fround));
  });

  it('survive the way to a network and back', () => {
    fc.assert(fc.property(bytes, (data) => {
      expect(fromPlanar(toPlanar({ ...size, data }), size)).toEqual({ ...size, data });
    }));
  });

  it.each([[0.5 / 255, 1], [0.4999 / 255, 0], [1.5 / 255, 2], [-3, 0], [7, 255], [Number.NEGATIVE_INFINITY, 0], [Number.POSITIVE_INFINITY, 255]])('round half up and clamp: %s becomes %s', (value, expected) => {
    expect(fromPlanar(new Float32Array([value, value, value]), { widthPx: 1, heightPx: 1 }).data[0]).toBe(expected);
  });

  it('are refused when they do not fit the size', () => {
    expect(() => fromPlanar(new Float32Array(17), size)).toThrow('An image of 3×2 px has 18 values (R, G and B of each pixel), but 17 were given.');
    expect(() => toPlanar({ ...size, data: new Uint8Array(19) })).toThrow(expect.objectContaining({ code: 'images.wrong_length' }));
  });

  it('are refused when one is NaN', () => {
    const bad = new Float32Array(18);
    bad[4] = Number.NaN;
    expect(() => fromPlanar(bad, size)).toThrow(expect.objectContaining({ code: 'images.not_a_number' }));
    expect(() => quantize(bad)).toThrow(ImagesError);
  });
});

describe('quantize', () => {
  it('says exactly what is read back from a stored image', () => {
    fc.assert(fc.property(values, (exact) => {
      expect(quantize(exact)).toEqual(toPlanar(fromPlanar(exact, size)));
    }));
  });

  it('gives only k/255, never more than half a level away, and changes nothing the second time', () => {
    fc.assert(fc.property(values, (exact) => {
      const stored = quantize(exact);
      expect(stored.every(isByte)).toBe(true);
      expect(stored.every((value, at) => Math.abs(value - Math.min(1, Math.max(0, exact[at]!))) <= 0.5 / 255 + 1e-7)).toBe(true);
      expect(quantize(stored)).toEqual(stored);
    }));
  });

  it('leaves its input as it is', () => {
    const exact = new Float32Array([0.1234]);
    quantize(exact);
    expect(exact[0]).toBe(Math.fround(0.1234));
  });
});
