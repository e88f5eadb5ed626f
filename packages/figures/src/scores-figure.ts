import type { Figure, Interval } from './figure.ts';
import { rowFigure } from './row-figure.ts';

export interface ScoreRow {
  readonly label: string;
  readonly estimate: number | null;
  readonly interval: Interval | null;
  /** A wider interval that holds for all rows together. */
  readonly simultaneous?: Interval | null;
  /** The estimate in words. */
  readonly text: string;
  /** Begins a group with this title; '' for none. */
  readonly heading: string;
  /** What the others are read against: a diamond in the colour of references. */
  readonly isReference: boolean;
}

export interface ScoresRequest {
  readonly widthPx: number;
  readonly title: string;
  readonly rows: readonly ScoreRow[];
  readonly domain: readonly [number, number];
  readonly axis: string;
  readonly chance?: { readonly at: number; readonly label: string } | undefined;
  /** Ranges that scores are read against, such as the intervals of floor and ceiling. */
  readonly bands?: readonly (Interval & { readonly label: string })[];
  /** What programs answered is drawn hollow, so that it is never taken for people's. */
  readonly isSimulated: boolean;
}

/** Scores of conditions with their intervals, beside chance and references. */
export function scoresFigure({ widthPx, title, rows, domain, axis, chance, bands = [], isSimulated }: ScoresRequest): Figure {
  const drawn = rowFigure({
    widthPx, domain, axis, bands,
    rules: chance === undefined ? [] : [chance],
    rows: rows.map(({ label, text, heading, estimate, interval, simultaneous = null, isReference }) => ({ label, text, heading, points: [{ estimate, interval, outer: simultaneous, tone: isReference ? 'secondary' : 'primary', shape: isReference ? 'diamond' : 'circle', isHollow: isSimulated }] })),
  });
  const description = [
    ...rows.map(({ label, text }) => `${label}: ${text}.`),
    ...(chance === undefined ? [] : [`The line marks ${chance.label}.`]),
    ...bands.map(({ label, lower, upper }) => `${label} is from ${lower} to ${upper}.`),
    ...(rows.some(isBanded) ? ['Thin lines: intervals that hold for all rows together.'] : []),
    ...(isSimulated ? ['Hollow marks: not people.'] : []),
  ].join(' ');
  return {
    widthPx, title, description, ...drawn,
    data: {
      columns: ['label', 'group', 'estimate', 'lower', 'upper', ...(rows.some(isBanded) ? ['simultaneous_lower', 'simultaneous_upper'] : [])],
      rows: rows.map(({ label, estimate, interval, simultaneous }, index) => [label, groupOf(rows, index), estimate, interval?.lower ?? null, interval?.upper ?? null, ...(rows.some(isBanded) ? [simultaneous?.lower ?? null, simultaneous?.upper ?? null] : [])]),
    },
  };
}

function isBanded({ simultaneous = null }: ScoreRow): boolean {
  return simultaneous !== null;
}

/** The heading that a row stands under. */
export function groupOf(rows: readonly { readonly heading: string }[], index: number): string {
  return rows.slice(0, index + 1).findLast(({ heading }) => heading !== '')?.heading ?? '';
}
