import type { Mark } from './marks.ts';

/** The numbers that a figure shows, for a table beside it and for CSV. */
export interface FigureData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A figure as data: the same for the page, a report, a terminal and a download. */
export interface Figure {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly title: string;
  /** What it shows, in sentences, for those who do not see it. */
  readonly description: string;
  /** Later ones lie on top. */
  readonly marks: readonly Mark[];
  readonly data: FigureData;
}

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}
