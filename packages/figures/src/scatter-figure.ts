import { scaleLinear } from 'd3-scale';
import { bottomAxis, bottomAxisHeight, labelPx, leftAxis, leftLabelLines, linePx } from './axes.ts';
import type { Figure, Interval } from './figure.ts';
import type { Mark, TextMark } from './marks.ts';
import { textWidthPx } from './text-width.ts';
import { shortenedInTheMiddle } from './wrap-label.ts';

export interface ScatterPoint {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly xInterval?: Interval | null;
  readonly yInterval?: Interval | null;
  readonly isReference?: boolean;
}

export interface ScatterRequest {
  readonly widthPx: number;
  readonly title: string;
  readonly points: readonly ScatterPoint[];
  readonly xAxis: string;
  readonly yAxis: string;
  readonly yDomain: readonly [number, number];
  readonly chance?: { readonly at: number; readonly label: string } | undefined;
  /** Whether points have their labels beside them, where there is room. Absent: they do. */
  readonly namesPoints?: boolean;
  /** A dashed line where both measures are equal. */
  readonly hasDiagonal?: boolean;
}

const plotHeightPx = 260;

/** Two measures of the same conditions, such as score against representation distance, with their intervals. */
export function scatterFigure({ widthPx, title, points, xAxis, yAxis, yDomain, chance, namesPoints = true, hasDiagonal = false }: ScatterRequest): Figure {
  const values = points.flatMap(({ x, xInterval }) => [x, ...(xInterval ? [xInterval.lower, xInterval.upper] : [])]).filter(Number.isFinite);
  const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const room = most > least ? 0.06 * (most - least) : Math.abs(most) * 0.1 || 1;
  const [left, right] = [44, widthPx - 14];
  const top = 12 + leftLabelLines(yAxis, right) * linePx;
  const x = scaleLinear().domain([least - room, most + room]).range([left, right]);
  const y = scaleLinear().domain(yDomain).range([top + plotHeightPx, top]);
  const within = (value: number): number => y(Math.min(Math.max(value, yDomain[0]), yDomain[1]));
  const shown = points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
  const marks: Mark[] = [
    ...bottomAxis({ scale: x, top, bottom: top + plotHeightPx, label: xAxis, widthPx }),
    ...leftAxis({ scale: y, left, right, label: yAxis, labelY: 12 }),
  ];
  if (chance !== undefined) {
    marks.push({ kind: 'rule', x1: left, x2: right, y1: within(chance.at), y2: within(chance.at), tone: 'ink', strokePx: 1, dash: '4 3' });
  }
  if (hasDiagonal) {
    const ends = [Math.max(x.domain()[0]!, yDomain[0]), Math.min(x.domain()[1]!, yDomain[1])] as const; // A linear scale has two ends.
    if (ends[0] < ends[1]) marks.push({ kind: 'rule', x1: x(ends[0]), y1: y(ends[0]), x2: x(ends[1]), y2: y(ends[1]), tone: 'axis', strokePx: 1, dash: '4 3' });
  }
  for (const { x: at, y: value, xInterval, yInterval, isReference = false } of shown) {
    const tone = isReference ? 'secondary' : 'primary';
    if (xInterval) marks.push({ kind: 'rule', x1: x(xInterval.lower), x2: x(xInterval.upper), y1: within(value), y2: within(value), tone, strokePx: 1.5 });
    if (yInterval) marks.push({ kind: 'rule', x1: x(at), x2: x(at), y1: within(yInterval.lower), y2: within(yInterval.upper), tone, strokePx: 1.5 });
    marks.push({ kind: 'point', x: x(at), y: within(value), radiusPx: 5, shape: isReference ? 'diamond' : 'circle', tone });
  }
  const chanceLabel: Placed[] = chance === undefined ? [] : [{ text: chance.label, anchors: [{ x: right, y: within(chance.at) - 6, anchor: 'end' }, { x: right, y: within(chance.at) + 16, anchor: 'end' }, { x: left + 4, y: within(chance.at) - 6, anchor: 'start' }] }];
  const names = (namesPoints ? shown : []).map(({ label, x: at, y: value }): Placed => {
    const [px, py] = [x(at), within(value)];
    return { text: shortenedInTheMiddle(label, 0.45 * widthPx, labelPx), anchors: [{ x: px + 9, y: py + 4, anchor: 'start' }, { x: px - 9, y: py + 4, anchor: 'end' }, { x: px, y: py - 10, anchor: 'middle' }, { x: px, y: py + 19, anchor: 'middle' }, { x: px + 8, y: py - 8, anchor: 'start' }, { x: px - 8, y: py - 8, anchor: 'end' }, { x: px + 8, y: py + 16, anchor: 'start' }, { x: px - 8, y: py + 16, anchor: 'end' }] };
  });
  const dots = shown.map(({ x: at, y: value }) => ({ left: x(at) - 6, right: x(at) + 6, top: within(value) - 6, bottom: within(value) + 6 }));
  marks.push(...placedTexts([...chanceLabel, ...names], { dots, frame: { left: left + 2, right: widthPx, top, bottom: top + plotHeightPx } }));
  return {
    widthPx, title, marks,
    heightPx: top + plotHeightPx + bottomAxisHeight(xAxis, widthPx),
    description: `${xAxis} and ${yAxis}. ${points.map(({ label, x: at, y: value }) => `${label}: ${rounded(at)}, ${rounded(value)}.`).join(' ')}${chance === undefined ? '' : ` The line marks ${chance.label}.`}${hasDiagonal ? ' The dashed line is where both are equal.' : ''}`,
    data: {
      columns: ['label', 'x', 'x_lower', 'x_upper', 'y', 'y_lower', 'y_upper'],
      rows: points.map(({ label, x: at, y: value, xInterval, yInterval }) => [label, at, xInterval?.lower ?? null, xInterval?.upper ?? null, value, yInterval?.lower ?? null, yInterval?.upper ?? null]),
    },
  };
}

interface Box { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
interface Placed { readonly text: string; readonly anchors: readonly Pick<TextMark, 'x' | 'y' | 'anchor'>[] }

/** Each text at the first of its places that is free; one that has none is left out, as the table beside the figure has it. */
function placedTexts(texts: readonly Placed[], { dots, frame }: { readonly dots: readonly Box[]; readonly frame: Box }): TextMark[] {
  const taken: Box[] = [...dots];
  return texts.flatMap(({ text, anchors }): TextMark[] => {
    const width = textWidthPx(text, labelPx);
    for (const { x, y, anchor } of anchors) {
      const start = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
      const box: Box = { left: start, right: start + width, top: y - 11, bottom: y + 3 };
      const isInside = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
      if (!isInside || taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)) continue;
      taken.push(box);
      return [{ kind: 'text', x, y, text, anchor, tone: 'ink', sizePx: labelPx, hasGround: true }];
    }
    return [];
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
