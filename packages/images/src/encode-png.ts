import sharp from 'sharp';
import type { RgbImage } from './rgb-image.ts';
import { requireRgb } from './rgb-image.ts';

/**
 * Writes an image as a PNG, losslessly: decoding it gives the same pixels. No time, no software name, no profile goes in, so one
 * version of sharp on one kind of processor always writes the same bytes; elsewhere the pixels are the same.
 * @throws images.wrong_length; images.bad_size.
 */
export async function encodePng(image: RgbImage): Promise<Uint8Array> {
  requireRgb(image);
  const raw = { width: image.widthPx, height: image.heightPx, channels: 3 } as const;
  return new Uint8Array(await sharp(image.data, { raw }).png({ compressionLevel: 6, adaptiveFiltering: true, palette: false }).toBuffer());
}
