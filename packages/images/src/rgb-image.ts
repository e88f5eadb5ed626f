import { ImagesError } from './errors.ts';

/** A width and a height in pixels. */
export interface ImageSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** An image in memory: 8-bit sRGB, three values a pixel (R, G, B), row by row from the top left, without padding. */
export interface RgbImage extends ImageSize {
  /** `widthPx * heightPx * 3` values. */
  readonly data: Uint8Array;
}

/** @throws images.wrong_length when there are not three values a pixel; images.bad_size when a side is no whole number above 0. */
export function requireRgb({ widthPx, heightPx, data }: RgbImage): void {
  requireSize({ widthPx, heightPx });
  requireLength(data.length, { widthPx, heightPx });
}

/** @throws images.bad_size when a side is no whole number above 0. */
export function requireSize({ widthPx, heightPx }: ImageSize): void {
  if (!Number.isSafeInteger(widthPx) || !Number.isSafeInteger(heightPx) || widthPx < 1 || heightPx < 1) {
    throw new ImagesError('images.bad_size', `An image of ${widthPx}×${heightPx} px is not possible: both sides must be whole numbers of at least 1.`, { widthPx, heightPx });
  }
}

/** @throws images.wrong_length when `length` is not three values a pixel. */
export function requireLength(length: number, { widthPx, heightPx }: ImageSize): void {
  const expected = widthPx * heightPx * 3;
  if (length !== expected) {
    throw new ImagesError('images.wrong_length', `An image of ${widthPx}×${heightPx} px has ${expected} values (R, G and B of each pixel), but ${length} were given.`, { length, expected });
  }
}
