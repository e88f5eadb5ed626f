import { bin } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { bottomAxis, bottomAxisHeight, labelsAbove } from './axes.ts';
import type { Figure } from './figure.ts';
import { legend } from './legend.ts';
import type { Mark, Tone } from './marks.ts';

export interface HistogramRequest {
  readonly widthPx: number;
  readonly title: string;
  readonly axis: string;
  /** Drawn over each other, the last on top; each has a height of its own, as what is compared is where they lie. One or two. */
  readonly series: readonly { readonly label: string; readonly values: readonly number[] }[];
  /** Limits, such as a gate. */
  readonly rules?: readonly { readonly at: number; readonly label: string }[];
  /** Absent: as wide as the values lie. */
  readonly domain?: readonly [number, number];
}

const plotHeightPx = 130;
const binCount = 40;

/** Where values lie, as shares of each series in bins of equal width. */
export function histogramFigure({ widthPx, title, axis, series, rules = [], domain }: HistogramRequest): Figure {
  const finite = series.map(({ label, values }) => ({ label, values: values.filter(Number.isFinite) }));
  const ends = [...finite.flatMap(({ values }) => values.reduce<[number, number]>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])), ...rules.map(({ at }) => at)].filter(Number.isFinite);
  const [low, high] = domain ?? (ends.length === 0 ? [0, 1] : [Math.min(...ends), Math.max(...ends)]);
  const [from, to] = low < high ? [low, high] : [low - 0.5, low + 0.5];
  const x = scaleLinear().domain([from, to]).range([8, widthPx - 8]);
  const thresholds = Array.from({ length: binCount - 1 }, (_, index) => from + ((index + 1) * (to - from)) / binCount);
  const binned = finite.map(({ label, values }) => ({ label, count: values.length, bins: bin().domain([from, to]).thresholds(thresholds)(values).map(({ x0 = from, x1 = to, length }) => ({ from: x0, to: x1, share: values.length === 0 ? 0 : length / values.length })) }));
  const above = labelsAbove(rules.map(({ at, label }) => ({ at: x(at), text: label })), widthPx);
  const top = above.heightPx + 6;
  const bottom = top + plotHeightPx;
  const tones: readonly Tone[] = binned.length > 1 ? ['reference', 'primary'] : ['primary'];
  const marks: Mark[] = binned.flatMap(({ bins }, index) => {
    const most = Math.max(1e-12, ...bins.map(({ share }) => share));
    return bins.flatMap(({ from: start, to: end, share }): Mark[] => (share === 0 ? [] : [{ kind: 'rect', x: x(start) + 0.5, y: bottom - (share / most) * plotHeightPx, width: Math.max(1, x(end) - x(start) - 1), height: (share / most) * plotHeightPx, tone: tones[index % tones.length]!, ...(index > 0 && { opacity: 0.85 }) }]));
  });
  const axisBottom = bottom + bottomAxisHeight(axis, widthPx);
  const key = binned.length > 1 ? legend({ labels: binned.map(({ label }, index) => ({ label, tone: tones[index % tones.length]! })), widthPx }) : { heightPx: 0, marksAt: () => [] };
  return {
    widthPx, title,
    heightPx: axisBottom + key.heightPx,
    marks: [
      ...bottomAxis({ scale: x, top: bottom, bottom, label: axis, widthPx }), ...marks,
      ...rules.map(({ at }): Mark => ({ kind: 'rule', x1: x(at), x2: x(at), y1: top, y2: bottom, tone: 'ink', strokePx: 1, dash: '3 3' })),
      ...above.marks, ...key.marksAt(axisBottom),
    ],
    description: [
      ...finite.map(({ label, values }) => (values.length === 0 ? `${label}: no values.` : `${label}: ${values.length} values from ${rounded(Math.min(...values))} to ${rounded(Math.max(...values))}.`)),
      ...rules.map(({ label, at }) => `The line marks ${label} at ${rounded(at)}.`),
    ].join(' '),
    data: { columns: ['series', 'from', 'to', 'share'], rows: binned.flatMap(({ label, bins }) => bins.map(({ from: start, to: end, share }) => [label, start, end, share])) },
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
