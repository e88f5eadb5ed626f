import type { Viewport } from './trial-frame.ts';

/**
 * The window as trials see it: a keyboard on the screen takes height only while something is written, and is none of their business.
 * @param before as it was last seen
 * @param now as it is read
 */
export function behindKeyboard(before: Viewport, now: Viewport, isWriting: boolean): Viewport {
  // Who has a mouse has keys too. A keyboard takes no width: another width is another window, or a turned phone.
  const isKeyboard = isWriting && !now.hasHover && now.widthPx === before.widthPx;
  return isKeyboard ? { ...now, heightPx: Math.max(before.heightPx, now.heightPx) } : now;
}
