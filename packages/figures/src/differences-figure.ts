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
  /** Whether it was said to be of interest before the answers came: a circle, else a square. Absent: they are not told apart. */
  readonly isPlanned?: boolean | undefined;
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
  /** What programs answered is drawn hollow, so that it is never taken for people's. */
  readonly isSimulated: boolean;
}

/** Estimates with their intervals around 0: a forest plot. */
export function differencesFigure({ widthPx, title, rows, axis, domain, margin, isSimulated }: DifferencesRequest): Figure {
  const drawn = rowFigure({
    widthPx, axis,
    domain: domain ?? domainOf(rows, margin ?? 0),
    rules: [{ at: 0, label: 'no difference' }],
    bands: margin === undefined ? [] : [{ lower: -margin, upper: margin, label: `within ${margin}` }],
    rows: rows.map(({ label, text, heading, estimate, interval, simultaneous, isPlanned }) => ({ label, text, heading, points: [{ estimate, interval, outer: simultaneous, tone: 'primary', shape: isPlanned === false ? 'square' : 'circle', isHollow: isSimulated }] })),
  });
  const description = [
    ...rows.map(({ label, text }) => `${label}: ${text}.`),
    ...(rows.some(({ simultaneous }) => simultaneous !== null) ? ['Thin lines: intervals that hold for all rows together.'] : []),
    ...(rows.some(({ isPlanned }) => isPlanned === false) ? ['Squares: exploratory.'] : []),
    ...(isSimulated ? ['Hollow marks: not people.'] : []),
    ...(margin === undefined ? [] : [`Differences within ${margin} are taken for none.`]),
  ].join(' ');
  return {
    widthPx, title, description, ...drawn,
    data: {
      columns: ['label', 'group', 'planned', 'estimate', 'lower', 'upper', 'simultaneous_lower', 'simultaneous_upper'],
      rows: rows.map(({ label, isPlanned, estimate, interval, simultaneous }, index) => [label, groupOf(rows, index), isPlanned === undefined ? null : String(isPlanned), estimate, interval?.lower ?? null, interval?.upper ?? null, simultaneous?.lower ?? null, simultaneous?.upper ?? null]),
    },
  };
}

function domainOf(rows: readonly DifferenceRow[], margin: number): [number, number] {
  const ends = rows.flatMap(({ estimate, interval, simultaneous }) => [estimate, interval?.lower, interval?.upper, simultaneous?.lower, simultaneous?.upper].filter((value) => typeof value === 'number'));
  const [low, high] = [Math.min(0, -margin, ...ends), Math.max(0, margin, ...ends)];
  return low === high ? [-1, 1] : [low - 0.05 * (high - low), high + 0.05 * (high - low)];
}
