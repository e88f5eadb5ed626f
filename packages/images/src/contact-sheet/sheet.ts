import { ImagesError } from '../errors.ts';
import type { RgbImage } from '../rgb-image.ts';

/** One image of a contact sheet. */
export interface ContactSheetCell {
  readonly image: RgbImage;
  /** A short line under the image, such as `d = 0.081`; `''` for none. */
  readonly caption: string;
  /** Gives the image a red frame and a red cross: rejected by the audit. */
  readonly marked?: boolean;
}

/** What stands above the images of one column. */
export interface ContactSheetColumn {
  readonly title: string;
  /** A second, quieter line, such as the kind of seed or the network's mean distance. */
  readonly note?: string;
}

/** One target: its name, and one cell for each column; `undefined` where there is no image (yet). */
export interface ContactSheetRow {
  readonly label: string;
  readonly cells: readonly (ContactSheetCell | undefined)[];
}

export interface ContactSheet {
  readonly title: string;
  /** Lines break at `\n` and where the sheet is full; so do the footer's. */
  readonly subtitle: string;
  readonly columns: readonly ContactSheetColumn[];
  readonly rows: readonly ContactSheetRow[];
  readonly footer: string;
  /** Explains the red cross in the footer, when at least one cell is marked. */
  readonly markMeaning?: string;
  /** The longer side that each image is enlarged to; 128 unless given. */
  readonly imageSizePx?: number;
}

/** @throws images.bad_sheet when there is no column or no row, or a row whose cells are not one for each column. */
export function requireSheet({ columns, rows }: ContactSheet): void {
  if (columns.length === 0 || rows.length === 0) {
    throw new ImagesError('images.bad_sheet', `A contact sheet needs at least one column and one row; it has ${columns.length} and ${rows.length}.`, { columns: columns.length, rows: rows.length });
  }
  const odd = rows.find(({ cells }) => cells.length !== columns.length);
  if (odd !== undefined) {
    throw new ImagesError('images.bad_sheet', `The row "${odd.label}" has ${odd.cells.length} cells for ${columns.length} columns. Give one each, undefined where there is no image.`, { cells: odd.cells.length, columns: columns.length });
  }
}
