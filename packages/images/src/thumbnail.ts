import sharp from 'sharp';
import { decodeImage } from './decode-image.ts';

/** Between artefacts that could be taken for a network's and files that are too large for a document. */
const QUALITY = 80;

/**
 * Makes a small WebP of an image file, to be looked at and no more: nothing is measured from it.
 * @param sidePx the longer side, at most. @throws as {@link decodeImage}
 */
export async function thumbnail(bytes: Uint8Array, { sidePx }: { readonly sidePx: number }): Promise<Uint8Array> {
  const { widthPx, heightPx, data } = await decodeImage(bytes);
  const small = sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } }).resize({ width: sidePx, height: sidePx, fit: 'inside', withoutEnlargement: true });
  return new Uint8Array(await small.webp({ quality: QUALITY }).toBuffer());
}
