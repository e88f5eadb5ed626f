import { decodeImage } from './decode-image.ts';
import { encodePng } from './encode-png.ts';
import type { RgbImage } from './rgb-image.ts';

type ImageShape = readonly [channels: number, heightPx: number, widthPx: number];

/**
 * Pixels as a network orders them, [3, H, W] or [1, H, W] in bytes, as colour or grey PNG files and back, without loss: what is
 * measured is what was decoded from the stored file.
 */
export const planarPng = {
  encode: (bytes: Uint8Array, [channels, heightPx, widthPx]: ImageShape): Promise<Uint8Array> => encodePng(fromPlanarBytes(bytes, { widthPx, heightPx }), { isGrey: channels === 1 }),
  decode: async (file: Uint8Array, [channels]: ImageShape): Promise<Uint8Array> => separate(await decodeImage(file), channels),
};

/** [3, H, W], or [1, H, W] repeated, to [H, W, 3]. */
export function fromPlanarBytes(planar: Uint8Array, { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }): RgbImage {
  const pixelCount = heightPx * widthPx;
  const data = new Uint8Array(3 * pixelCount);
  for (let channel = 0; channel < 3; channel++) {
    for (let pixel = 0; pixel < pixelCount; pixel++) data[pixel * 3 + channel] = planar[(channel * pixelCount + pixel) % planar.length]!;
  }
  return { widthPx, heightPx, data };
}

/** [H, W, 3] to [channels, H, W]; the channels of a grey image are equal. */
function separate({ data, heightPx, widthPx }: RgbImage, channels: number): Uint8Array {
  const pixelCount = heightPx * widthPx;
  const planar = new Uint8Array(channels * pixelCount);
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixelCount; pixel++) planar[channel * pixelCount + pixel] = data[pixel * 3 + channel]!;
  }
  return planar;
}
