import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameMsOf, measureFrameMs, wholeFrames } from './frames.ts';

describe('frameMsOf', () => {
  it('is the time between frames', () => {
    expect(frameMsOf([0, 10, 20, 30])).toBe(10);
  });
  it('a dropped frame and a hidden tab do not count', () => {
    expect(frameMsOf([0, 10, 20, 40, 50, 5000, 5010, 5020])).toBe(10);
  });
  it('a clock that counts in tenths is averaged out', () => {
    const rounded = Array.from({ length: 40 }, (_, i) => Math.round((10_000 * i) / 60) / 10);
    expect(frameMsOf(rounded)).toBeCloseTo(1000 / 60, 2);
  });
  it('one frame tells nothing', () => {
    expect(() => frameMsOf([3])).toThrow(/at least two/);
  });
});

it('the first frames of a busy page are left out', async () => {
  let at = 0;
  let count = 0;
  // Nothing but long frames until it is looked at.
  const nextFrame = async () => (at += count++ < 5 ? 90 : 1000 / 144);
  expect(await measureFrameMs(nextFrame)).toBeCloseTo(1000 / 144, 6);
});

describe('wholeFrames', () => {
  it('takes the nearest whole number of frames', () => {
    expect(wholeFrames(300, 1000 / 60)).toEqual({ frameCount: 18, plannedMs: 300 });
    expect(wholeFrames(40, 1000 / 60).frameCount).toBe(2);
    expect(wholeFrames(43, 1000 / 60).frameCount).toBe(3);
  });
  it('shows what is too short for the screen for one frame', () => {
    expect(wholeFrames(17, 50)).toEqual({ frameCount: 1, plannedMs: 50 });
  });
  it('is never off by more than half a frame, but where one frame is longer than what was wanted', () => {
    fc.assert(fc.property(fc.integer({ min: 17, max: 10_000 }), fc.double({ min: 4, max: 17, noNaN: true }), (wanted, frameMs) => {
      expect(Math.abs(wholeFrames(wanted, frameMs).plannedMs - wanted)).toBeLessThanOrEqual(frameMs / 2 + 1e-9);
    }));
  });
});
