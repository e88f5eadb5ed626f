import type { Figure, Interval } from './figure.ts';
import { rowFigure } from './row-figure.ts';
import { groupOf } from './scores-figure.ts';

export interface DifferenceRow {
  readonly label: string;
  readonly estimate: number | null;
  readonly interval: Interval | null;
  /** An interval that holds for all rows together; null where there is none. */
  readonly simultaneous: Interval | null;
  readonly text: string;
  readonly heading: string;
  /** Said to be of interest before the answers came: a filled mark. The rest is exploratory and hollow. */
  readonly isPlanned: boolean;
}

export interface DifferencesRequest {
  readonly widthPx: number;
  readonly title: string;
  readonly rows: readonly DifferenceRow[];
  readonly axis: string;
  /** Absent: as wide as the intervals are, with 0 inside. */
  readonly domain?: readonly [number, number] | undefined;
  /** Differences that are taken for none, as a band around 0. */
  readonly margin?: number | undefined;
}

/** Estimates with their intervals around 0: a forest plot. */
export function differencesFigure({ widthPx, title, rows, axis, domain, margin }: DifferencesRequest): Figure {
  const drawn = rowFigure({
    widthPx, axis,
    domain: domain ?? domainOf(rows, margin ?? 0),
    rules: [{ at: 0, label: 'no difference' }],
    bands: margin === undefined ? [] : [{ lower: -margin, upper: margin, label: `within ${margin}` }],
    rows: rows.map(({ label, text, heading, estimate, interval, simultaneous, isPlanned }) => ({ label, text, heading, points: [{ estimate, interval, outer: simultaneous, tone: 'primary', shape: 'circle', isHollow: !isPlanned }] })),
  });
  const description = [
    ...rows.map(({ label, text }) => `${label}: ${text}.`),
    ...(rows.some(({ simultaneous }) => simultaneous !== null) ? ['Thin lines: intervals that hold for all rows together.'] : []),
    ...(rows.some(({ isPlanned }) => !isPlanned) ? ['Hollow marks: exploratory.'] : []),
    ...(margin === undefined ? [] : [`Differences within ${margin} are taken for none.`]),
  ].join(' ');
  return {
    widthPx, title, description, ...drawn,
    data: {
      columns: ['label', 'group', 'planned', 'estimate', 'lower', 'upper', 'simultaneous_lower', 'simultaneous_upper'],
      rows: rows.map(({ label, isPlanned, estimate, interval, simultaneous }, index) => [label, groupOf(rows, index), String(isPlanned), estimate, interval?.lower ?? null, interval?.upper ?? null, simultaneous?.lower ?? null, simultaneous?.upper ?? null]),
    },
  };
}

function domainOf(rows: readonly DifferenceRow[], margin: number): [number, number] {
  const ends = rows.flatMap(({ estimate, interval, simultaneous }) => [estimate, interval?.lower, interval?.upper, simultaneous?.lower, simultaneous?.upper].filter((value) => typeof value === 'number'));
  const [low, high] = [Math.min(0, -margin, ...ends), Math.max(0, margin, ...ends)];
  return low === high ? [-1, 1] : [low - 0.05 * (high - low), high + 0.05 * (high - low)];
}
