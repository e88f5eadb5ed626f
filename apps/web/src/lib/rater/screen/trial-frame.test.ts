import { describe, expect, it } from 'vitest';
import { roomFor, trialFrame } from './trial-frame.ts';

const phone = { widthPx: 360, heightPx: 740, remPx: 16, hasHover: false };

describe('roomFor', () => {
  it('on a phone the width decides', () => {
    const { gapPx } = trialFrame(phone);
    expect(roomFor({ columns: 2, rows: 2, besidesPx: 0 }, phone)).toBe(Math.floor((360 - 32 - gapPx) / 2));
  });
  it('on a phone on its side the height decides', () => {
    const side = { ...phone, widthPx: 740, heightPx: 360 };
    expect(roomFor({ columns: 2, rows: 2, besidesPx: 0 }, side)).toBe((360 - 100 - 24) / 2);
  });
  it('larger text leaves smaller pictures, so that they stay on the screen', () => {
    const room = roomFor({ columns: 2, rows: 2, besidesPx: 0 }, { ...phone, remPx: 32 });
    expect(2 * room + 64).toBeLessThanOrEqual(360);
  });
  it('is never less than nothing', () => {
    expect(roomFor({ columns: 1, rows: 2, besidesPx: 900 }, phone)).toBe(0);
  });
});
