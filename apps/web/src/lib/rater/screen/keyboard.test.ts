import { describe, expect, it } from 'vitest';
import { behindKeyboard } from './keyboard.ts';

const phone = { widthPx: 360, heightPx: 640, remPx: 16, hasHover: false };
const withKeyboard = { ...phone, heightPx: 330 };

describe('behindKeyboard', () => {
  it('a keyboard on the screen takes no height while something is written', () => {
    expect(behindKeyboard(phone, withKeyboard, true)).toEqual(phone);
    expect(behindKeyboard(phone, withKeyboard, false)).toEqual(withKeyboard);
  });
  it('a phone that is turned is seen, also while something is written', () => {
    const turned = { ...phone, widthPx: 640, heightPx: 180 };
    expect(behindKeyboard(phone, turned, true)).toEqual(turned);
  });
  it('a larger text size is seen, also while something is written', () => {
    expect(behindKeyboard(phone, { ...withKeyboard, remPx: 24 }, true)).toEqual({ ...phone, remPx: 24 });
  });
  it('a window that grew is seen', () => {
    expect(behindKeyboard(withKeyboard, phone, true)).toEqual(phone);
  });
  it('who has a mouse has no keyboard on the screen: every change is one of the window', () => {
    const desktop = { ...phone, hasHover: true };
    const lower = { ...desktop, heightPx: 500 };
    expect(behindKeyboard(desktop, lower, true)).toEqual(lower);
  });
});
