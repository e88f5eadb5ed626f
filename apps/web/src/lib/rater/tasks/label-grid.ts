import type { Viewport } from '../screen/trial-frame.ts';

export interface LabelGrid {
  readonly columns: number;
  readonly rows: number;
  /** Height of a row, CSS px: at least 44, or two lines. */
  readonly rowPx: number;
  readonly gapPx: number;
}

/** The widest that a grid of labels becomes, rem: where the eye still goes over it at a glance. */
const widestRem = 44;
/** Mean width of a letter at the labels' text size, rem; padding and border of a label. */
const letterRem = 0.5;
const paddingRem = 1;
const keyRem = 1.5;

/** How labels are laid out so that they take little height: as many columns as their words allow, in rows of the same length. */
export function labelGrid(labels: readonly string[], { widthPx, remPx, hasHover }: Viewport): LabelGrid {
  const gapPx = 0.375 * remPx;
  if (labels.length === 0) return { columns: 1, rows: 0, rowPx: 0, gapPx };
  const room = Math.min(widestRem * remPx, widthPx - 2 * remPx);
  const longest = Math.max(...labels.map((label) => label.length));
  const longestWord = Math.max(...labels.flatMap((label) => label.split(/\s+/).map((word) => word.length)));
  const besideRem = paddingRem + (hasHover ? keyRem : 0);
  // Two lines at the most, broken between words.
  const cellPx = remPx * (besideRem + letterRem * Math.max(longestWord, Math.min(longest, Math.ceil(longest / 2) + 2)));
  const most = Math.max(1, Math.min(8, Math.floor((room + gapPx) / (cellPx + gapPx))));
  // Many labels on a narrow screen: small cells whose long words are broken, rather than a page that scrolls.
  const least = labels.length > 12 ? 3 : labels.length > 6 ? 2 : 1;
  const rows = Math.ceil(labels.length / Math.min(labels.length, Math.max(most, least)));
  const columns = Math.ceil(labels.length / rows);
  const letters = ((room - gapPx * (columns - 1)) / columns / remPx - besideRem) / letterRem;
  const lines = Math.max(1, Math.ceil(longest / Math.max(1, letters)));
  return { columns, rows, rowPx: Math.max(2.75 * remPx, (1.05 * lines + 0.5) * remPx), gapPx };
}

/** Height of the grid, CSS px. */
export function labelGridPx({ rows, rowPx, gapPx }: LabelGrid): number {
  return rows === 0 ? 0 : rows * (rowPx + gapPx) - gapPx;
}

/** Whether the foot has a place of its own below the words, and not over them. */
export function hasRoomBelow({ widthPx, heightPx, remPx }: Viewport): boolean {
  return widthPx >= 40 * remPx && heightPx >= 40 * remPx;
}
