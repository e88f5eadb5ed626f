import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import { bottomAxis, bottomAxisHeight, labelPx, leftAxis, leftLabelLines, linePx } from './axes.ts';
import type { Figure } from './figure.ts';
import { legend } from './legend.ts';
import { seriesTones, type Mark } from './marks.ts';
import { textWidthPx } from './text-width.ts';

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  /** Of a shaded range around the curve. */
  readonly lower?: number;
  readonly upper?: number;
}

export interface CurveRequest {
  readonly widthPx: number;
  readonly title: string;
  readonly xAxis: string;
  readonly yAxis: string;
  readonly curves: readonly { readonly label: string; readonly points: readonly CurvePoint[] }[];
  /** Numbers of raters span decades; their axis is logarithmic where this says so. */
  readonly isLogarithmic?: boolean;
  readonly yDomain?: readonly [number, number];
  /** What is to be reached. */
  readonly wanted?: { readonly at: number; readonly label: string } | undefined;
  /** A point of interest, such as what was chosen. */
  readonly chosen?: { readonly x: number; readonly y: number; readonly label: string } | undefined;
}

const plotHeightPx = 260;
const dashes = [undefined, '7 4', '2 3', '9 3 2 3', '5 2'];

/** Curves over a common axis, told apart by colour and by dashes. */
export function curveFigure({ widthPx, title, xAxis, yAxis, curves, isLogarithmic = false, yDomain, wanted, chosen }: CurveRequest): Figure {
  const all = curves.flatMap(({ points }) => points);
  const xs = [...all.map(({ x }) => x), ...(chosen === undefined ? [] : [chosen.x])];
  const [least, most] = xs.length === 0 ? [1, 10] : [Math.min(...xs), Math.max(...xs)];
  const highest = Math.max(1e-9, ...all.flatMap(({ y, upper }) => [y, upper ?? y]), ...(wanted === undefined ? [] : [wanted.at]), ...(chosen === undefined ? [] : [chosen.y]));
  const [from, to] = yDomain ?? [0, 1.05 * highest];
  const [left, right] = [48, widthPx - 14];
  const top = 12 + leftLabelLines(yAxis, right) * linePx;
  const domain = least < most ? [least, most] : [least, least + 1];
  const x = (isLogarithmic ? scaleLog() : scaleLinear()).domain(domain).range([left, right]);
  const y = scaleLinear().domain([from, to]).range([top + plotHeightPx, top]);
  const within = (value: number): number => y(Math.min(Math.max(value, from), to));
  const marks: Mark[] = [
    ...bottomAxis({ scale: x, top, bottom: top + plotHeightPx, label: xAxis, widthPx }),
    ...leftAxis({ scale: y, left, right, label: yAxis, labelY: 12 }),
  ];
  const drawLine = line<CurvePoint>().x((point) => x(point.x)).y((point) => within(point.y)).digits(2);
  const drawArea = area<CurvePoint>().x((point) => x(point.x)).y0((point) => within(point.lower ?? point.y)).y1((point) => within(point.upper ?? point.y)).digits(2);
  curves.forEach(({ points }, index) => {
    const tone = toneOf(index);
    const dash = dashes[index % dashes.length];
    if (points.some(({ lower }) => lower !== undefined)) marks.push({ kind: 'area', path: drawArea([...points]) ?? '', tone, opacity: 0.2 });
    marks.push({ kind: 'line', path: drawLine([...points]) ?? '', tone, strokePx: 2.2, ...(dash !== undefined && { dash }) });
  });
  if (wanted !== undefined) {
    const at = within(wanted.at);
    marks.push({ kind: 'rule', x1: left, x2: right, y1: at, y2: at, tone: 'ink', strokePx: 1, dash: '4 3' });
    // Above its line, unless it would leave the plot.
    marks.push({ kind: 'text', x: right, y: at - 6 < top + 8 ? at + 15 : at - 6, text: wanted.label, anchor: 'end', tone: 'ink', sizePx: labelPx, hasGround: true });
  }
  if (chosen !== undefined) {
    const [px, py] = [x(chosen.x), within(chosen.y)];
    marks.push({ kind: 'rule', x1: px, x2: px, y1: top, y2: top + plotHeightPx, tone: 'ink', strokePx: 1, dash: '2 3' });
    marks.push({ kind: 'point', x: px, y: py, radiusPx: 6, shape: 'diamond', tone: 'ink' });
    const width = textWidthPx(chosen.label, labelPx);
    const [start, end] = [Math.min(Math.max(px - width / 2, left), right - width), 0];
    marks.push({ kind: 'text', x: start + end, y: chosenLabelY({ py, top, bottom: top + plotHeightPx, wantedY: wanted === undefined ? undefined : within(wanted.at) }), text: chosen.label, anchor: 'start', tone: 'ink', sizePx: labelPx, isStrong: true, hasGround: true });
  }
  const axisBottom = top + plotHeightPx + bottomAxisHeight(xAxis, widthPx);
  const key = legend({ labels: curves.map(({ label }, index) => ({ label, tone: toneOf(index) })), widthPx });
  return {
    widthPx, title,
    heightPx: axisBottom + key.heightPx,
    marks: [...marks, ...key.marksAt(axisBottom)],
    description: [
      ...curves.map(({ label, points }) => `${label}: ${yAxis} goes from ${rounded(points[0]?.y)} at ${points[0]?.x ?? 'nowhere'} to ${rounded(points.at(-1)?.y)} at ${points.at(-1)?.x ?? 'nowhere'}.`),
      ...(wanted === undefined ? [] : [`The line marks ${wanted.label}.`]),
      ...(chosen === undefined ? [] : [`Marked: ${chosen.label}.`]),
    ].join(' '),
    data: { columns: ['curve', 'x', 'y'], rows: curves.flatMap(({ label, points }) => points.map((point) => [label, point.x, point.y])) },
  };
}

/** Away from the label of what is wanted, which stands at its line. */
function chosenLabelY({ py, top, bottom, wantedY }: { readonly py: number; readonly top: number; readonly bottom: number; readonly wantedY: number | undefined }): number {
  const free = [py - 14, py + 26, py - 32, py + 44].filter((y) => y - 11 >= top && y <= bottom - 4);
  return free.find((y) => wantedY === undefined || Math.abs(y - (wantedY - 6)) > 18 && Math.abs(y - (wantedY + 15)) > 18) ?? free[0] ?? py;
}

function toneOf(index: number): (typeof seriesTones)[number] {
  return seriesTones[index % seriesTones.length]!; // Inside by the modulo.
}

function rounded(value: number | undefined): string {
  return value === undefined ? 'nothing' : String(Number(value.toPrecision(3)));
}
