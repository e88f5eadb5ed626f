import type { Figure, Interval } from './figure.ts';
import { rowFigure } from './row-figure.ts';
import { groupOf } from './scores-figure.ts';

export interface SpreadRow {
  readonly label: string;
  /** Begins a group with this title; '' for none. */
  readonly heading: string;
  /** Of the values; null where there are none. */
  readonly spread: { readonly median: number; readonly quartiles: Interval; readonly deciles: Interval } | null;
  /** The median in words. */
  readonly text: string;
}

export interface SpreadRequest {
  readonly widthPx: number;
  readonly title: string;
  readonly rows: readonly SpreadRow[];
  readonly axis: string;
  /** What programs answered is drawn hollow, so that it is never taken for people's. */
  readonly isSimulated: boolean;
}

/** Where values lie, such as response times: the median, half of them (thick) and four fifths of them (thin). From 0. */
export function spreadFigure({ widthPx, title, rows, axis, isSimulated }: SpreadRequest): Figure {
  const highest = Math.max(0, ...rows.map(({ spread }) => spread?.deciles.upper ?? 0));
  const drawn = rowFigure({
    widthPx, axis, rules: [], bands: [],
    domain: [0, highest === 0 ? 1 : 1.05 * highest],
    rows: rows.map(({ label, text, heading, spread }) => ({ label, text, heading, points: [{ estimate: spread?.median ?? null, interval: spread?.quartiles ?? null, outer: spread?.deciles ?? null, tone: 'primary', shape: 'circle', isHollow: isSimulated }] })),
  });
  return {
    widthPx, title, ...drawn,
    description: [...rows.map(({ label, text }, index) => `${[groupOf(rows, index), label].filter(Boolean).join(', ')}: ${text}.`), 'Thick lines: the middle half. Thin lines: the middle four fifths.', ...(isSimulated ? ['Hollow marks: not people.'] : [])].join(' '),
    data: {
      columns: ['label', 'group', 'p10', 'p25', 'p50', 'p75', 'p90'],
      rows: rows.map(({ label, spread }, index) => [label, groupOf(rows, index), spread?.deciles.lower ?? null, spread?.quartiles.lower ?? null, spread?.median ?? null, spread?.quartiles.upper ?? null, spread?.deciles.upper ?? null]),
    },
  };
}
