import { decodeImage } from './decode-image.ts';
import { encodePng } from './encode-png.ts';
import type { RgbImage } from './rgb-image.ts';

const channels = 3;

/**
 * Pixels as a network orders them, [3, H, W] in bytes, as PNG files and back, without loss: what is measured is what was decoded
 * from the stored file.
 */
export const planarPng = {
  encode: (bytes: Uint8Array, [, heightPx, widthPx]: readonly [channels: number, heightPx: number, widthPx: number]): Promise<Uint8Array> =>
    encodePng(fromPlanarBytes(bytes, { widthPx, heightPx })),
  decode: async (file: Uint8Array): Promise<Uint8Array> => separate(await decodeImage(file)),
};

/** [3, H, W] to [H, W, 3]. */
export function fromPlanarBytes(planar: Uint8Array, { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }): RgbImage {
  const pixelCount = heightPx * widthPx;
  const data = new Uint8Array(planar.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixelCount; pixel++) data[pixel * channels + channel] = planar[channel * pixelCount + pixel]!;
  }
  return { widthPx, heightPx, data };
}

/** [H, W, 3] to [3, H, W]. */
function separate({ data, heightPx, widthPx }: RgbImage): Uint8Array {
  const pixelCount = heightPx * widthPx;
  const planar = new Uint8Array(data.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixelCount; pixel++) planar[channel * pixelCount + pixel] = data[pixel * channels + channel]!;
  }
  return planar;
}
