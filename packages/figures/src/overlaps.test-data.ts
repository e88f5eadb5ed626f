import type { Figure } from './figure.ts';
import type { TextMark } from './marks.ts';
import { textWidthPx } from './text-width.ts';

interface Box { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number; readonly text: string }

function boxOf({ x, y, text, anchor, sizePx, isUpright }: TextMark): Box {
  const width = textWidthPx(text, sizePx);
  const start = anchor === 'start' ? 0 : anchor === 'end' ? -width : -width / 2;
  return isUpright === true
    ? { left: x - 0.75 * sizePx, right: x + 0.2 * sizePx, top: y - start - width, bottom: y - start, text }
    : { left: x + start, right: x + start + width, top: y - 0.8 * sizePx, bottom: y + 0.2 * sizePx, text };
}

/** For tests: what texts of a figure lie on each other, or outside of it. Empty in a figure that can be read. */
export function faultsOfTexts({ widthPx, heightPx, marks }: Figure): string[] {
  const boxes = marks.filter((mark) => mark.kind === 'text').map(boxOf);
  const outside = boxes.filter(({ left, right, top, bottom }) => left < -0.5 || right > widthPx + 0.5 || top < -0.5 || bottom > heightPx + 0.5).map(({ text }) => `"${text}" leaves the figure`);
  const overlaps = boxes.flatMap((box, index) => boxes.slice(index + 1).filter((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom).map(({ text }) => `"${box.text}" lies on "${text}"`));
  return [...outside, ...overlaps];
}
