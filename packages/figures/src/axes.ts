import type { Mark, TextMark } from './marks.ts';
import { textWidthPx } from './text-width.ts';
import { wrapLabel } from './wrap-label.ts';

export const labelPx = 12;
export const namePx = 13;
export const linePx = 17;

/** What an axis needs of a scale of d3-scale. */
export interface AxisScale {
  (value: number): number;
  domain(): number[];
  range(): number[];
  ticks(count: number): number[];
  tickFormat(count: number): (value: number) => string;
}

interface BottomAxis {
  readonly scale: AxisScale;
  /** Of the grid's lines, and where the axis lies. */
  readonly top: number;
  readonly bottom: number;
  readonly label: string;
  readonly widthPx: number;
}

/** Room that `bottomAxis` takes below its line. px */
export function bottomAxisHeight(label: string, widthPx: number): number {
  return 26 + linePx * wrapLabel(label, { widthPx: widthPx - 16, sizePx: labelPx, mostLines: 3 }).length + 2;
}

/** A line with ticks and their grid, and what is measured. There are only as many ticks as fit beside each other. */
export function bottomAxis({ scale, top, bottom, label, widthPx }: BottomAxis): Mark[] {
  const [from = 0, to = 0] = scale.range();
  const ticks = fittingTicks(scale, { widthPx, most: Math.max(2, Math.min(10, Math.floor((to - from) / 55))) });
  const lines = wrapLabel(label, { widthPx: widthPx - 16, sizePx: labelPx, mostLines: 3 });
  return [
    ...ticks.map(({ at }): Mark => ({ kind: 'rule', x1: at, x2: at, y1: top, y2: bottom, tone: 'grid', strokePx: 1 })),
    { kind: 'rule', x1: from, x2: to, y1: bottom, y2: bottom, tone: 'axis', strokePx: 1 },
    ...ticks.map(({ centre, text }): Mark => ({ kind: 'text', x: centre, y: bottom + 18, text, anchor: 'middle', tone: 'muted', sizePx: labelPx })),
    ...lines.map((text, line): Mark => ({ kind: 'text', x: to, y: bottom + 26 + 13 + line * linePx, text, anchor: 'end', tone: 'muted', sizePx: labelPx })),
  ];
}

function fittingTicks(scale: AxisScale, { widthPx, most }: { readonly widthPx: number; readonly most: number }): { readonly at: number; readonly centre: number; readonly text: string }[] {
  for (let count = most; count > 0; count--) {
    const format = scale.tickFormat(count);
    const ticks = scale.ticks(count).flatMap((value) => {
      const text = format(value);
      if (text === '') return [];
      const half = textWidthPx(text, labelPx) / 2;
      const at = scale(value);
      return [{ at, centre: Math.min(Math.max(at, half), widthPx - half), text, half }];
    });
    const overlap = ticks.some(({ centre, half }, index) => index > 0 && Math.abs(centre - ticks[index - 1]!.centre) < half + ticks[index - 1]!.half + 6);
    if (!overlap) return ticks;
  }
  return [];
}

interface LeftAxis {
  readonly scale: AxisScale;
  readonly left: number;
  readonly right: number;
  /** Above the axis, from the figure's left edge. */
  readonly label: string;
  readonly labelY: number;
}

/** Horizontal lines with their values at the left, and what is measured above them. */
export function leftAxis({ scale, left, right, label, labelY }: LeftAxis): Mark[] {
  const [bottom = 0, top = 0] = scale.range();
  const count = Math.max(2, Math.min(8, Math.floor(Math.abs(bottom - top) / 34)));
  const format = scale.tickFormat(count);
  const ticks = scale.ticks(count).filter((value) => format(value) !== '');
  return [
    ...ticks.map((value): Mark => ({ kind: 'rule', x1: left, x2: right, y1: scale(value), y2: scale(value), tone: 'grid', strokePx: 1 })),
    ...ticks.map((value): Mark => ({ kind: 'text', x: left - 8, y: scale(value) + 4, text: format(value), anchor: 'end', tone: 'muted', sizePx: labelPx })),
    ...wrapLabel(label, { widthPx: right, sizePx: labelPx, mostLines: 2 }).map((text, line): Mark => ({ kind: 'text', x: 0, y: labelY + line * linePx, text, anchor: 'start', tone: 'muted', sizePx: labelPx })),
  ];
}

/** Lines that `leftAxis` needs for its label. */
export function leftLabelLines(label: string, right: number): number {
  return wrapLabel(label, { widthPx: right, sizePx: labelPx, mostLines: 2 }).length;
}

/** Labels around their places on a line above the plot: each goes into the first line where it has room. */
export function labelsAbove(labels: readonly { readonly at: number; readonly text: string }[], widthPx: number): { readonly marks: readonly TextMark[]; readonly heightPx: number } {
  const ends: number[] = [];
  const placed = [...labels].sort((a, b) => a.at - b.at).map(({ at, text }) => {
    const shown = wrapLabel(text, { widthPx, sizePx: labelPx, mostLines: 1 })[0] ?? '';
    const half = textWidthPx(shown, labelPx) / 2;
    const centre = Math.min(Math.max(at, half), widthPx - half);
    let line = ends.findIndex((end) => end + 8 <= centre - half);
    if (line === -1) line = ends.length;
    ends[line] = centre + half;
    return { centre, text: shown, line };
  });
  return {
    heightPx: ends.length * linePx,
    marks: placed.map(({ centre, text, line }): TextMark => ({ kind: 'text', x: centre, y: 12 + line * linePx, text, anchor: 'middle', tone: 'ink', sizePx: labelPx })),
  };
}
