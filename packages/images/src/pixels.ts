import { ImagesError } from './errors.ts';
import type { ImageSize, RgbImage } from './rgb-image.ts';
import { requireLength, requireRgb, requireSize } from './rgb-image.ts';

const channels = 3;
/** The largest 8-bit value; a stored value k means k/255. */
const white = 255;

/** Rounds half up after clamping to [0, 1]: the 8-bit value that a file can hold. */
function toByte(value: number): number {
  if (Number.isNaN(value)) throw new ImagesError('images.not_a_number', 'A pixel is NaN, so it has no 8-bit value. Values in [0, 1] were expected; look at what computed it.');
  return Math.floor(Math.min(1, Math.max(0, value)) * white + 0.5);
}

/**
 * Turns an image into a network's input, without any scaling of size or contrast.
 * @param wanted channels; one takes the first of a grey image (see `toGrey`), whose channels are equal.
 * @returns [3, H, W] or [1, H, W], each value the float32 nearest to k/255.
 * @throws images.wrong_length when `data` does not fit the size.
 */
export function toPlanar(image: RgbImage, wanted: 1 | 3 = channels): Float32Array {
  requireRgb(image);
  const pixels = image.widthPx * image.heightPx;
  const values = new Float32Array(wanted * pixels);
  for (let channel = 0; channel < wanted; channel += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1) values[channel * pixels + pixel] = image.data[pixel * channels + channel]! / white;
  }
  return values;
}

/**
 * Turns a network's input back into an image: clamps to [0, 1] and rounds to 8 bits, half up.
 * @param values [3, H, W]. @throws images.wrong_length; images.not_a_number for NaN; images.bad_size.
 */
export function fromPlanar(values: Float32Array, { widthPx, heightPx }: ImageSize): RgbImage {
  requireSize({ widthPx, heightPx });
  requireLength(values.length, { widthPx, heightPx });
  const pixels = widthPx * heightPx;
  const data = new Uint8Array(values.length);
  for (let channel = 0; channel < channels; channel += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1) data[pixel * channels + channel] = toByte(values[channel * pixels + pixel]!);
  }
  return { widthPx, heightPx, data };
}

/**
 * Says what remains of pixel values when they are stored in 8 bits, so that an audit measures exactly what people see:
 * `quantize(values)` equals `toPlanar(fromPlanar(values, size))`, bit for bit. Any shape; the input is left as it is.
 * @returns values k/255 in float32, k whole in 0..255. @throws images.not_a_number for NaN.
 */
export function quantize(values: Float32Array): Float32Array {
  return values.map((value) => toByte(value) / white);
}
