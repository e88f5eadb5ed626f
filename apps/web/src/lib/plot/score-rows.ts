interface Row {
  readonly label: string;
  readonly text: string;
  readonly heading: string;
}

export interface RowsLayout {
  /** The text stands below the label, as both do not fit beside each other. */
  readonly isStacked: boolean;
  /** Of each row's mark, in px from the top. */
  readonly middles: readonly number[];
  readonly height: number;
}

/** With more rows than this they stand close, and long labels are shortened instead of taking a line of their own. */
const roomyRows = 12;
const headingPx = 30;

/** Where the rows of a plot stand, with room for the headings of groups. */
export function layOutRows({ rows, innerWidth, letterPx }: { readonly rows: readonly Row[]; readonly innerWidth: number; readonly letterPx: number }): RowsLayout {
  const isClose = rows.length > roomyRows;
  const isStacked = !isClose && rows.some(({ label, text }) => (label.length + text.length + 4) * letterPx > innerWidth);
  const rowPx = isStacked ? 78 : isClose ? 44 : 56;
  let bottom = 0;
  const middles = rows.map(({ heading }) => {
    bottom += rowPx + (heading === '' ? 0 : headingPx);
    return bottom - 20;
  });
  return { isStacked, middles, height: bottom };
}

/** A label that fits: its beginning and its end, as either may tell it from others. @param most characters */
export function shortenedInTheMiddle(label: string, most: number): string {
  if (label.length <= most) return label;
  const kept = Math.max(2, most - 1);
  const head = Math.ceil(kept / 2);
  return `${label.slice(0, head)}…${label.slice(label.length - (kept - head))}`;
}
