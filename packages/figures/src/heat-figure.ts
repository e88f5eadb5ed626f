import { labelPx, linePx } from './axes.ts';
import type { Figure } from './figure.ts';
import type { Mark } from './marks.ts';
import { textWidthPx } from './text-width.ts';
import { shortenedInTheMiddle, wrapLabel } from './wrap-label.ts';

export interface HeatRequest {
  readonly widthPx: number;
  readonly title: string;
  /** What rows and columns are, such as "the network's label" and "what people said". */
  readonly rowAxis: string;
  readonly columnAxis: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row and column, in [0, 1]; null: nothing was asked. */
  readonly shares: readonly (readonly (number | null)[])[];
  readonly format: (share: number) => string;
}

/** Strongest tint of a cell: the number in it is still readable, in both colour schemes. */
const strongest = 0.45;
const cellHeightPx = 26;
/** The upright labels of columns are no longer than this. */
const longestUprightPx = 130;

/** Shares as tints: a confusion table, or each target's share by condition. */
export function heatFigure({ widthPx, title, rowAxis, columnAxis, rows, columns, shares, format }: HeatRequest): Figure {
  const longest = Math.max(0, ...rows.map((row) => textWidthPx(row, labelPx)));
  const left = Math.min(longest + 10, 0.36 * widthPx);
  const cell = (widthPx - left - 2) / Math.max(1, columns.length);
  const axisLines = wrapLabel(columnAxis, { widthPx, sizePx: labelPx, mostLines: 2 });
  const isUpright = columns.some((column) => textWidthPx(column, labelPx) > cell - 6);
  const names = columns.map((column) => (isUpright ? shortenedInTheMiddle(column, longestUprightPx, labelPx) : column));
  const headPx = isUpright ? Math.max(0, ...names.map((name) => textWidthPx(name, labelPx))) + 8 : linePx;
  const top = axisLines.length * linePx + headPx + 4;
  const showsNumbers = shares.every((row) => row.every((share) => share === null || textWidthPx(format(share), labelPx) <= cell - 4));
  // Where columns are narrower than a line of text is high, upright names would lie on each other: every second, or third, is named.
  const step = isUpright ? Math.max(1, Math.ceil(15 / cell)) : 1;
  const marks: Mark[] = axisLines.map((text, line): Mark => ({ kind: 'text', x: widthPx, y: 12 + line * linePx, text, anchor: 'end', tone: 'muted', sizePx: labelPx, isStrong: true }));
  names.forEach((text, column) => {
    if (column % step !== 0) return;
    const centre = left + (column + 0.5) * cell;
    marks.push(isUpright ? { kind: 'text', x: Math.min(centre + 4, widthPx - 3), y: top - 6, text, anchor: 'start', tone: 'muted', sizePx: labelPx, isUpright: true } : { kind: 'text', x: centre, y: top - 6, text, anchor: 'middle', tone: 'muted', sizePx: labelPx });
  });
  rows.forEach((name, row) => {
    const y = top + row * cellHeightPx;
    marks.push({ kind: 'text', x: left - 6, y: y + cellHeightPx / 2 + 4, text: shortenedInTheMiddle(name, left - 6, labelPx), anchor: 'end', tone: 'ink', sizePx: labelPx });
    columns.forEach((_, column) => {
      const share = shares[row]?.[column] ?? null;
      if (share === null) return;
      const x = left + column * cell;
      marks.push({ kind: 'rect', x: x + 0.5, y: y + 0.5, width: Math.max(1, cell - 1), height: cellHeightPx - 1, tone: share === 0 ? 'grid' : 'primary', opacity: share === 0 ? 0.35 : 0.06 + (strongest - 0.06) * share });
      if (showsNumbers && share > 0) marks.push({ kind: 'text', x: x + cell / 2, y: y + cellHeightPx / 2 + 4, text: format(share), anchor: 'middle', tone: 'ink', sizePx: labelPx });
    });
  });
  const bottom = top + rows.length * cellHeightPx;
  const rowLines = wrapLabel(rowAxis, { widthPx, sizePx: labelPx, mostLines: 2 });
  rowLines.forEach((text, line) => marks.push({ kind: 'text', x: 0, y: bottom + 16 + line * linePx, text, anchor: 'start', tone: 'muted', sizePx: labelPx, isStrong: true }));
  return {
    widthPx, title, marks,
    heightPx: bottom + 8 + rowLines.length * linePx,
    description: `Rows: ${rowAxis}. Columns: ${columnAxis}. ${rows.map((row, index) => `${row}: ${columns.flatMap((column, at) => { const share = shares[index]?.[at] ?? null; return share === null || share === 0 ? [] : [`${column} ${format(share)}`]; }).join(', ') || 'nothing'}.`).join(' ')}`,
    data: { columns: ['row', ...columns], rows: rows.map((row, index) => [row, ...columns.map((_, at) => shares[index]?.[at] ?? null)]) },
  };
}
