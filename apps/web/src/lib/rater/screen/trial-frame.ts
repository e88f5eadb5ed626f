/** What of a browser's window decides how large pictures can be. */
export interface Viewport {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The reader's own text size: CSS px of one rem. */
  readonly remPx: number;
  /** Whether there is a mouse: fingers have no keys to be told of. */
  readonly hasHover: boolean;
}

/** What stands around a trial's pictures, CSS px. */
export interface TrialFrame {
  /** A phone on its side: everything stands closer. */
  readonly isCompact: boolean;
  readonly gapPx: number;
  /** Padding at the left and right of the pictures together. */
  readonly besidePx: number;
  /** Header, question, and the padding below everything. */
  readonly abovePx: number;
  /** Where verdicts stand. */
  readonly footPx: number;
}

export function trialFrame({ widthPx, heightPx, remPx }: Viewport): TrialFrame {
  const isCompact = heightPx <= 30 * remPx;
  const gapPx = isCompact ? 0.5 * remPx : Math.min(1.5 * remPx, Math.max(0.75 * remPx, 0.025 * Math.min(widthPx, heightPx)));
  return { isCompact, gapPx, besidePx: 2 * remPx, abovePx: (isCompact ? 6.25 : 8) * remPx, footPx: isCompact ? 0 : 4.5 * remPx };
}

export interface PictureGrid {
  readonly columns: number;
  readonly rows: number;
  /** What else stands above, between and below the rows of pictures, CSS px. */
  readonly besidesPx: number;
}

/** The side of the largest square pictures with which a trial needs no scrolling, CSS px; 0 where there is no room at all. */
export function roomFor({ columns, rows, besidesPx }: PictureGrid, viewport: Viewport): number {
  const { gapPx, besidePx, abovePx } = trialFrame(viewport);
  const across = (viewport.widthPx - besidePx - gapPx * (columns - 1)) / columns;
  const down = (viewport.heightPx - abovePx - besidesPx - gapPx * (rows + 1)) / rows;
  return Math.max(0, Math.floor(Math.min(across, down)));
}
