import { requireRgb, type RgbImage } from './rgb-image.ts';

/**
 * Turns an image grey: each channel becomes (19595 R + 38470 G + 7471 B + 32768) >> 16, the luma of ITU-R BT.601 in fixed point. A grey
 * image stays as it is, bit for bit.
 * @throws images.wrong_length
 * @see Pillow, src/libImaging/Convert.c, which torchvision's Grayscale goes through
 */
export function toGrey(image: RgbImage): RgbImage {
  requireRgb(image);
  const data = new Uint8Array(image.data.length);
  for (let at = 0; at < data.length; at += 3) {
    const [red, green, blue] = [image.data[at]!, image.data[at + 1]!, image.data[at + 2]!];
    data.fill((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16, at, at + 3);
  }
  return { ...image, data };
}
