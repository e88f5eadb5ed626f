import { labelPx, linePx, namePx } from './axes.ts';
import { textWidthPx } from './text-width.ts';
import { wrapLabel } from './wrap-label.ts';

interface RowTexts {
  readonly label: string;
  /** Beside the label, or below it where both do not fit. */
  readonly text: string;
  /** Begins a group with this title; '' for none. */
  readonly heading: string;
  /** Marks of the row, one below another. */
  readonly lanes: number;
}

export interface LaidOutRow {
  readonly heading: readonly PlacedLine[];
  readonly label: readonly PlacedLine[];
  readonly text: PlacedLine & { readonly isAtEnd: boolean };
  /** Of each lane, from the top of the rows. px */
  readonly middles: readonly number[];
}

interface PlacedLine {
  readonly text: string;
  readonly y: number;
}

/** With more rows than this, labels are shortened to a line instead of taking several. */
const roomyRows = 12;
const lanePx = 15;

/** Where labels and marks of rows stand: texts above the mark that they belong to, so that they have the figure's whole width. */
export function layOutRows(rows: readonly RowTexts[], innerWidthPx: number): { readonly rows: readonly LaidOutRow[]; readonly heightPx: number } {
  const mostLines = rows.length > roomyRows ? 1 : 3;
  let y = 0;
  const placed = rows.map(({ label, text, heading, lanes }): LaidOutRow => {
    const line = (shown: string, step: number): PlacedLine => ({ text: shown, y: (y += step) });
    if (heading !== '') y += 14;
    const headings = heading === '' ? [] : wrapLabel(heading, { widthPx: innerWidthPx, sizePx: namePx, mostLines: 2 }).map((shown) => line(shown, linePx));
    y += rows.length > roomyRows ? 6 : 12;
    const textWidth = text === '' ? 0 : textWidthPx(text, namePx) + 14;
    // Beside each other where that leaves the label half of the width, or all that it needs.
    const isBeside = textWidth < innerWidthPx / 2 || textWidth + textWidthPx(label, namePx) <= innerWidthPx;
    const lines = wrapLabel(label, { widthPx: innerWidthPx - (isBeside ? textWidth : 0), sizePx: namePx, mostLines }).map((shown) => line(shown, linePx));
    const shownText = isBeside ? { text, y: lines[0]?.y ?? (y += linePx), isAtEnd: true } : { ...line(wrapLabel(text, { widthPx: innerWidthPx, sizePx: labelPx, mostLines: 1 })[0] ?? '', linePx), isAtEnd: false };
    const middles = Array.from({ length: Math.max(1, lanes) }, (_, lane) => (lane === 0 ? (y += 14) : (y += lanePx)));
    y += 8;
    return { heading: headings, label: lines, text: shownText, middles };
  });
  return { rows: placed, heightPx: y };
}
