import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownSize } from './shown-size.ts';

const image = { imageWidthPx: 32, imageHeightPx: 32 };

describe('crisp', () => {
  it('each pixel is a whole number of device pixels, and the place is never exceeded', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 16, max: 1024 }), fc.double({ min: 0.5, max: 4, noNaN: true }), (imagePx, sideCssPx, devicePixelRatio) => {
      const shown = shownSize({ imageWidthPx: imagePx, imageHeightPx: imagePx, sideCssPx, devicePixelRatio, scaling: 'crisp' });
      expect(shown.widthDevicePx).toBeLessThanOrEqual(Math.max(1, Math.round(sideCssPx * devicePixelRatio)));
      if (shown.isCrisp) expect(shown.widthDevicePx).toBe(imagePx * Math.round(shown.scale));
    }));
  });
  it('190 CSS px hold a picture of 32 px five times', () => {
    expect(shownSize({ ...image, sideCssPx: 190, devicePixelRatio: 1, scaling: 'crisp' })).toEqual({ widthDevicePx: 160, heightDevicePx: 160, scale: 5, isCrisp: true });
  });
  it('a picture with more pixels than the place is made smaller, and says so', () => {
    expect(shownSize({ imageWidthPx: 224, imageHeightPx: 224, sideCssPx: 112, devicePixelRatio: 1, scaling: 'crisp' })).toMatchObject({ scale: 0.5, isCrisp: false });
  });
});

describe('smooth', () => {
  it('fills the place to the device pixel', () => {
    expect(shownSize({ ...image, sideCssPx: 190, devicePixelRatio: 2.625, scaling: 'smooth' }).widthDevicePx).toBe(499);
  });
  it('keeps the proportions', () => {
    expect(shownSize({ imageWidthPx: 40, imageHeightPx: 20, sideCssPx: 100, devicePixelRatio: 1, scaling: 'smooth' })).toMatchObject({ widthDevicePx: 100, heightDevicePx: 50 });
  });
});
