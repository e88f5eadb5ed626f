import { ImagesError } from '../errors.ts';

/** All lengths in pixels. The text sizes that these leave room for are in draw-contact-sheet.ts. */
export const metrics = {
  margin: 64,
  underHead: 40,
  columnGap: 12,
  blockGap: 56,
  /** Above the images of a block: title and note of each column. */
  columnHeading: 60,
  /** Above the images of a row: its label. */
  rowLabel: 28,
  /** Under the images of a row: their captions. */
  caption: 28,
  rowGap: 18,
  aboveFoot: 20,
} as const;

/** What looks calm on a page and on a screen; a ribbon of 40 rows does not. */
const pleasantAspect = 1.45;
/** About what an image viewer still opens; 3 bytes each while drawing. */
const maxPixels = 200_000_000;

export interface LayoutInput {
  readonly columns: number;
  readonly rows: number;
  readonly imageSizePx: number;
  /** The heights of what stands above and below the rows; they depend on the width, since their text wraps. */
  readonly headHeightPx: (innerWidthPx: number) => number;
  readonly footHeightPx: (innerWidthPx: number) => number;
}

export interface Layout {
  readonly widthPx: number;
  readonly heightPx: number;
  /** How many column-blocks stand side by side. */
  readonly blocks: number;
  readonly blockWidthPx: number;
  readonly rowsPerBlock: number;
  /** The top of the column headings. */
  readonly bodyTop: number;
  readonly footTop: number;
  readonly blockLeft: (block: number) => number;
  readonly columnLeft: (block: number, column: number) => number;
  /** The top of a row (its label), counted within its block. */
  readonly rowTop: (rowInBlock: number) => number;
}

function layoutWith(blocks: number, { columns, rows, imageSizePx, headHeightPx, footHeightPx }: LayoutInput): Layout {
  const rowsPerBlock = Math.ceil(rows / blocks);
  const blockWidthPx = columns * imageSizePx + (columns - 1) * metrics.columnGap;
  const innerWidthPx = blocks * blockWidthPx + (blocks - 1) * metrics.blockGap;
  const rowHeight = metrics.rowLabel + imageSizePx + metrics.caption + metrics.rowGap;
  const bodyTop = metrics.margin + headHeightPx(innerWidthPx);
  const footTop = bodyTop + metrics.columnHeading + rowsPerBlock * rowHeight + metrics.aboveFoot;
  const blockLeft = (block: number): number => metrics.margin + block * (blockWidthPx + metrics.blockGap);
  return {
    blocks,
    blockWidthPx,
    rowsPerBlock,
    bodyTop,
    footTop,
    widthPx: innerWidthPx + 2 * metrics.margin,
    heightPx: footTop + footHeightPx(innerWidthPx) + metrics.margin,
    blockLeft,
    columnLeft: (block, column) => blockLeft(block) + column * (imageSizePx + metrics.columnGap),
    rowTop: (rowInBlock) => bodyTop + metrics.columnHeading + rowInBlock * rowHeight,
  };
}

/**
 * Arranges rows in as many column-blocks as bring the sheet nearest to a pleasant aspect, without leaving a block empty.
 * @throws images.too_large when the sheet would have more than 200 megapixels.
 */
export function layOut(input: LayoutInput): Layout {
  const farness = ({ widthPx, heightPx }: Layout): number => Math.abs(Math.log(widthPx / heightPx / pleasantAspect));
  const candidates = Array.from({ length: input.rows }, (_, index) => layoutWith(index + 1, input)).filter(({ blocks, rowsPerBlock }) => Math.ceil(input.rows / rowsPerBlock) === blocks);
  const best = candidates.reduce((nearest, each) => (farness(each) < farness(nearest) ? each : nearest));
  if (best.widthPx * best.heightPx > maxPixels) {
    throw new ImagesError('images.too_large', `The contact sheet would have ${best.widthPx}×${best.heightPx} px, more than ${maxPixels} pixels. Draw fewer rows, or smaller images.`, { widthPx: best.widthPx, heightPx: best.heightPx, maxPixels });
  }
  return best;
}
