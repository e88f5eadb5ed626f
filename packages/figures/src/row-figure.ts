import { scaleLinear } from 'd3-scale';
import { bottomAxis, bottomAxisHeight, labelsAbove, namePx } from './axes.ts';
import type { Interval } from './figure.ts';
import type { Mark, PointShape, Tone } from './marks.ts';
import { layOutRows } from './rows-layout.ts';

export interface RowPoint {
  readonly estimate: number | null;
  readonly interval: Interval | null;
  /** A wider interval, drawn thin: one that holds for all rows at once. */
  readonly outer?: Interval | null;
  readonly tone: Tone;
  readonly shape: PointShape;
  readonly isHollow: boolean;
}

export interface FigureRow {
  readonly label: string;
  readonly text: string;
  readonly heading: string;
  readonly points: readonly RowPoint[];
}

interface RowFigureRequest {
  readonly widthPx: number;
  readonly rows: readonly FigureRow[];
  readonly domain: readonly [number, number];
  readonly axis: string;
  /** Dashed lines through all rows, such as chance. */
  readonly rules: readonly { readonly at: number; readonly label: string }[];
  /** Shaded ranges behind all rows, such as references' intervals. */
  readonly bands: readonly { readonly lower: number; readonly upper: number; readonly label: string }[];
  /** Points of the same lane of rows that follow one another without a heading between are joined. */
  readonly isConnected?: boolean;
}

const margin = { left: 10, right: 10 };

/** Points with intervals over a common axis, a row for each label: what several figures are drawn with. */
export function rowFigure({ widthPx, rows, domain, axis, rules, bands, isConnected = false }: RowFigureRequest): { readonly heightPx: number; readonly marks: readonly Mark[] } {
  const x = scaleLinear().domain(domain).range([margin.left, widthPx - margin.right]);
  const within = (value: number): number => x(Math.min(Math.max(value, domain[0]), domain[1]));
  const above = labelsAbove([...rules.map(({ at, label }) => ({ at: within(at), text: label })), ...bands.map(({ lower, upper, label }) => ({ at: (within(lower) + within(upper)) / 2, text: label }))], widthPx);
  const layout = layOutRows(rows.map(({ points, ...texts }) => ({ ...texts, lanes: points.length })), widthPx - margin.left - margin.right);
  const top = above.heightPx + 6;
  const bottom = top + layout.heightPx + 8;
  const marks: Mark[] = [
    ...bands.map(({ lower, upper }): Mark => ({ kind: 'rect', x: within(lower), y: top, width: Math.max(1, within(upper) - within(lower)), height: bottom - top, tone: 'reference', opacity: 0.22 })),
    ...bottomAxis({ scale: x, top, bottom, label: axis, widthPx }),
    ...rules.map(({ at }): Mark => ({ kind: 'rule', x1: within(at), x2: within(at), y1: top, y2: bottom, tone: 'ink', strokePx: 1, dash: '4 3' })),
    ...above.marks,
  ];
  if (isConnected) marks.push(...connections({ rows, placeOf: (row, lane) => ({ x: rows[row]!.points[lane]!.estimate, y: top + layout.rows[row]!.middles[lane]! }), x: within }));
  rows.forEach(({ points }, index) => {
    const { heading, label, text, middles } = layout.rows[index]!; // One of each row.
    for (const line of heading) marks.push({ kind: 'text', x: margin.left, y: top + line.y, text: line.text, anchor: 'start', tone: 'muted', sizePx: namePx, isStrong: true, hasGround: true });
    for (const line of label) marks.push({ kind: 'text', x: margin.left, y: top + line.y, text: line.text, anchor: 'start', tone: 'ink', sizePx: namePx, isStrong: true, hasGround: true });
    if (text.text !== '') marks.push({ kind: 'text', x: text.isAtEnd ? widthPx - margin.right : margin.left, y: top + text.y, text: text.text, anchor: text.isAtEnd ? 'end' : 'start', tone: 'ink', sizePx: namePx, isStrong: text.isAtEnd, hasGround: true });
    points.forEach((point, lane) => marks.push(...pointMarks(point, { within, y: top + middles[lane]! })));
  });
  return { heightPx: bottom + bottomAxisHeight(axis, widthPx), marks };
}

function pointMarks({ estimate, interval, outer, tone, shape, isHollow }: RowPoint, { within, y }: { readonly within: (value: number) => number; readonly y: number }): Mark[] {
  const range = ({ lower, upper }: Interval, strokePx: number, capPx: number): Mark[] => [
    { kind: 'rule', x1: within(lower), x2: within(upper), y1: y, y2: y, tone, strokePx },
    ...[lower, upper].map((end): Mark => ({ kind: 'rule', x1: within(end), x2: within(end), y1: y - capPx, y2: y + capPx, tone, strokePx })),
  ];
  return [
    ...(outer === undefined || outer === null ? [] : range(outer, 1, 4)),
    ...(interval === null ? [] : range(interval, 2.5, 6)),
    ...(estimate === null ? [] : [{ kind: 'point', x: within(estimate), y, radiusPx: 6, shape, tone, isHollow } satisfies Mark]),
  ];
}

function connections({ rows, placeOf, x }: { readonly rows: readonly FigureRow[]; readonly placeOf: (row: number, lane: number) => { readonly x: number | null; readonly y: number }; readonly x: (value: number) => number }): Mark[] {
  return rows.slice(1).flatMap(({ points, heading }, before) => (heading !== '' ? [] : points.flatMap(({ tone }, lane): Mark[] => {
    if (rows[before]!.points[lane] === undefined) return [];
    const [from, to] = [placeOf(before, lane), placeOf(before + 1, lane)];
    return from.x === null || to.x === null ? [] : [{ kind: 'rule', x1: x(from.x), y1: from.y, x2: x(to.x), y2: to.y, tone, strokePx: 1.5 }];
  })));
}
