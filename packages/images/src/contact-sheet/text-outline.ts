import { glyphOf, type Weight } from './typeface.ts';

export interface TextStyle {
  readonly sizePx: number;
  readonly weight: Weight;
  /** A CSS colour. */
  readonly colour: string;
}

const ellipsis = '…';
/** Composed letters (é, not e and an accent), one line, no control characters. */
const characters = (text: string): string[] => [...text.normalize('NFC').replaceAll(/[\p{C}\s]+/gu, ' ')];

/** Says how wide a line of text will be. */
export function textWidthPx(text: string, { weight, sizePx }: TextStyle): number {
  return characters(text).reduce((width, character) => width + glyphOf(character, weight, sizePx).advancePx, 0);
}

/** Draws a line of text as one SVG path, so that no machine needs the font. `x` is its left end, `y` its baseline. */
export function textOutline(text: string, style: TextStyle, { x, y }: { readonly x: number; readonly y: number }): string {
  let left = x;
  const outlines = characters(text).map((character) => {
    const glyph = glyphOf(character, style.weight, style.sizePx);
    const outline = glyph.outlineAt(left, y);
    left += glyph.advancePx;
    return outline;
  });
  return `<path fill="${style.colour}" d="${outlines.join('')}"/>`;
}

/** Shortens a line with an ellipsis until it is no wider than `widthPx`. */
export function fitText(text: string, style: TextStyle, widthPx: number): string {
  if (textWidthPx(text, style) <= widthPx) return text;
  const kept = characters(text);
  while (kept.length > 0 && textWidthPx(kept.join('').trimEnd() + ellipsis, style) > widthPx) kept.pop();
  return kept.join('').trimEnd() + ellipsis;
}

/** Breaks text into lines at spaces; a word wider than a line is shortened. A line break in the text is kept. */
export function wrapText(text: string, style: TextStyle, widthPx: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    for (const word of paragraph.split(/\s+/).filter((each) => each !== '')) {
      const longer = lines.length === 0 ? word : `${lines.at(-1)!} ${word}`;
      if (lines.length > 0 && textWidthPx(longer, style) <= widthPx) lines[lines.length - 1] = longer;
      else lines.push(fitText(word, style, widthPx));
    }
    return lines;
  });
}
