import sharp, { type Metadata } from 'sharp';
import { ImagesError } from './errors.ts';
import type { RgbImage } from './rgb-image.ts';

/** What photographs come in. Drawings (SVG, PDF) are refused: they have no pixels of their own. */
const formats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'jxl']);

/** More than any camera makes; 100 megapixels are 300 MB in memory. */
const defaultMaxPixels = 100_000_000;

/** Strict: a photograph that decodes with warnings may show people something else than was photographed. */
const failOn = 'warning';

export interface DecodeOptions {
  /** Images with a shorter side below this are refused; 1 unless given. */
  readonly minSidePx?: number;
  /** Images that claim more pixels are refused before any is decoded; 100 million unless given. */
  readonly maxPixels?: number;
}

function damaged(bytes: Uint8Array, cause: unknown): ImagesError {
  return new ImagesError('images.truncated', 'The image breaks off or is damaged, so not all of it can be shown. Export or download it again.', { bytes: bytes.length }, { cause });
}

async function readHeader(bytes: Uint8Array): Promise<Metadata> {
  try {
    // The limit is checked below, on what the header says, so that the message can name both numbers.
    return await sharp(bytes, { limitInputPixels: false, failOn }).metadata();
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('corrupt header')) throw damaged(bytes, cause);
    throw new ImagesError('images.not_an_image', 'This is not an image that can be read. Give a JPEG, PNG, WebP, GIF, TIFF or AVIF file.', { bytes: bytes.length }, { cause });
  }
}

function checkHeader({ format, width, height }: Metadata, { minSidePx = 1, maxPixels = defaultMaxPixels }: DecodeOptions): void {
  if (!formats.has(format)) {
    throw new ImagesError('images.not_an_image', `A file of kind "${format}" is not a photograph. Give a JPEG, PNG, WebP, GIF, TIFF or AVIF file.`, { format });
  }
  if (width * height > maxPixels) {
    throw new ImagesError('images.too_large', `The image has ${width}×${height} px, more than the ${maxPixels} pixels allowed. Scale it down first.`, { widthPx: width, heightPx: height, maxPixels });
  }
  if (Math.min(width, height) < minSidePx) {
    throw new ImagesError('images.too_small', `The image has ${width}×${height} px; each side must have at least ${minSidePx}. Give a larger image.`, { widthPx: width, heightPx: height, minSidePx });
  }
}

/**
 * Reads a JPEG, PNG, WebP, GIF, TIFF or AVIF file into plain RGB pixels: turned upright by its EXIF orientation, converted to
 * sRGB from its colour profile, CMYK or 16 bits, grey repeated into three channels, transparency laid over white. Of an animation
 * or of several pages, the first is taken.
 * @throws images.not_an_image for anything else; images.truncated when it breaks off or is damaged; images.too_large before any
 *   pixel of a pixel bomb is decoded; images.too_small below `minSidePx`.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbImage> {
  checkHeader(await readHeader(bytes), options);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: false, failOn, pages: 1 })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`sharp gave ${info.channels} channels, 3 were expected`);
    return { widthPx: info.width, heightPx: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  } catch (cause) {
    throw damaged(bytes, cause);
  }
}
