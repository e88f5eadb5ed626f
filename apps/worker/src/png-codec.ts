import { decodeImage, encodePng, type RgbImage } from '@lookalike/images';
import type { ImageCodec } from '@lookalike/iri';

const CHANNELS = 3;

/** Pixels as PNG files and back, without loss, for packages/iri: what is measured is what was decoded from the stored file. */
export const pngCodec: ImageCodec = {
  encode: (bytes, [, heightPx, widthPx]) => encodePng({ widthPx, heightPx, data: interleave(bytes, heightPx * widthPx) }),
  decode: async (file) => separate(await decodeImage(file)),
};

/** [3, H, W] to [H, W, 3]. */
function interleave(planar: Uint8Array, pixelCount: number): Uint8Array {
  const data = new Uint8Array(planar.length);
  for (let channel = 0; channel < CHANNELS; channel++) {
    for (let pixel = 0; pixel < pixelCount; pixel++) data[pixel * CHANNELS + channel] = planar[channel * pixelCount + pixel]!;
  }
  return data;
}

/** [H, W, 3] to [3, H, W]. */
function separate({ data, heightPx, widthPx }: RgbImage): Uint8Array {
  const pixelCount = heightPx * widthPx;
  const planar = new Uint8Array(data.length);
  for (let channel = 0; channel < CHANNELS; channel++) {
    for (let pixel = 0; pixel < pixelCount; pixel++) planar[channel * pixelCount + pixel] = data[pixel * CHANNELS + channel]!;
  }
  return planar;
}
