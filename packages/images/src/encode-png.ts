import sharp from 'sharp';
import type { RgbImage } from './rgb-image.ts';
import { requireRgb } from './rgb-image.ts';

export interface EncodeOptions {
  /** The channels are equal, and one is written: a grey file. */
  readonly isGrey?: boolean;
}

/**
 * Writes an image as a PNG, losslessly: decoding it gives the same pixels. No time, no software name, no profile goes in, so one
 * version of sharp on one kind of processor always writes the same bytes; elsewhere the pixels are the same.
 * @throws images.wrong_length; images.bad_size.
 */
export async function encodePng(image: RgbImage, { isGrey = false }: EncodeOptions = {}): Promise<Uint8Array> {
  requireRgb(image);
  const raw = { width: image.widthPx, height: image.heightPx, channels: isGrey ? 1 : 3 } as const;
  const data = isGrey ? image.data.filter((_, i) => i % 3 === 0) : image.data;
  const pixels = sharp(data, { raw });
  return new Uint8Array(await (isGrey ? pixels.toColourspace('b-w') : pixels).png({ compressionLevel: 6, adaptiveFiltering: true, palette: false }).toBuffer());
}
