import { textWidthPx } from './text-width.ts';

export interface WrapRequest {
  readonly widthPx: number;
  readonly sizePx: number;
  /** The last line is shortened where the text needs more. From 1. */
  readonly mostLines: number;
}

/** Breaks a label into lines that fit: after spaces and the marks between parts of names, else within a word. */
export function wrapLabel(text: string, { widthPx, sizePx, mostLines }: WrapRequest): string[] {
  const fits = (line: string): boolean => textWidthPx(line.trimEnd(), sizePx) <= widthPx;
  const parts = text.trim().split(/(?<=[\s\-_/.:,])/u).flatMap((part) => (fits(part) ? [part] : [...part]));
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && fits(last + part)) lines[lines.length - 1] = last + part;
    else lines.push(part.trimStart());
  }
  if (lines.length > mostLines) lines.splice(mostLines - 1, Infinity, shortenedInTheMiddle(lines.slice(mostLines - 1).join(''), widthPx, sizePx));
  return lines.map((line) => line.trimEnd());
}

/** A label that fits on one line: its beginning and its end, as either may tell it from others. */
export function shortenedInTheMiddle(text: string, widthPx: number, sizePx: number): string {
  if (textWidthPx(text, sizePx) <= widthPx) return text;
  const letters = [...text];
  for (let kept = letters.length - 1; kept > 2; kept--) {
    const head = Math.ceil(kept / 2);
    const short = `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (kept - head)).join('')}`;
    if (textWidthPx(short, sizePx) <= widthPx) return short;
  }
  return `${letters[0] ?? ''}…`;
}
