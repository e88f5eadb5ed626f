import type { ImageSize, RgbImage } from './rgb-image.ts';
import { requireRgb, requireSize } from './rgb-image.ts';
import { catmullRom, lanczos3, resample } from './resample.ts';

/** Cuts the largest centred rectangle with the target's aspect; an odd pixel too many is cut at the right or the bottom. */
function cropToAspect({ widthPx, heightPx, data }: RgbImage, target: ImageSize): RgbImage {
  const wide = Math.max(1, Math.min(widthPx, Math.round((heightPx * target.widthPx) / target.heightPx)));
  const high = Math.max(1, Math.min(heightPx, Math.round((widthPx * target.heightPx) / target.widthPx)));
  const left = Math.floor((widthPx - wide) / 2);
  const top = Math.floor((heightPx - high) / 2);
  const cropped = new Uint8Array(wide * high * 3);
  for (let y = 0; y < high; y += 1) {
    const from = ((top + y) * widthPx + left) * 3;
    cropped.set(data.subarray(from, from + wide * 3), y * wide * 3);
  }
  return { widthPx: wide, heightPx: high, data: cropped };
}

/**
 * Makes an image the size that a network takes: the largest centred rectangle of the wanted aspect is cut out, then scaled with
 * Lanczos3, widened when shrinking so that fine detail does not turn into false patterns. sRGB values are interpolated as they
 * are, as Pillow and torchvision do. A smaller image is enlarged; refuse such images with `minSidePx` of {@link decodeImage}.
 * Takes about 0.3 s for 12 megapixels. The result is the same on every machine.
 * @throws images.bad_size when a side is no whole number above 0; images.wrong_length.
 */
export function fitToNetwork(image: RgbImage, size: ImageSize): RgbImage {
  requireRgb(image);
  requireSize(size);
  return resample(cropToAspect(image, size), { widthPx: size.widthPx, heightPx: size.heightPx }, lanczos3);
}

/**
 * Makes an image large enough for people to look at, with smooth cubic interpolation (Catmull-Rom): no blocks, and less ringing
 * around edges than Lanczos.
 * @param sizePx the longer side of the result; the aspect stays.
 * @throws images.bad_size when it is no whole number above 0; images.wrong_length.
 */
export function enlarge(image: RgbImage, sizePx: number): RgbImage {
  requireRgb(image);
  requireSize({ widthPx: sizePx, heightPx: sizePx });
  const scale = sizePx / Math.max(image.widthPx, image.heightPx);
  const side = (px: number): number => Math.max(1, Math.round(px * scale));
  return resample(image, { widthPx: side(image.widthPx), heightPx: side(image.heightPx) }, catmullRom);
}
