import { assertNever } from '@lookalike/errors';
import type { Interpolation, ResizeRule } from '@lookalike/preprocessing';
import { ImagesError } from './errors.ts';
import type { ImageSize, RgbImage } from './rgb-image.ts';
import { requireRgb, requireSize } from './rgb-image.ts';
import { bilinear, catmullRom, lanczos3, resample, type Kernel } from './resample.ts';

/** Cuts the largest centred rectangle with the target's aspect; an odd pixel too many is cut at the right or the bottom. */
function cropToAspect(image: RgbImage, target: ImageSize): RgbImage {
  const { widthPx, heightPx } = image;
  const wide = Math.max(1, Math.min(widthPx, Math.round((heightPx * target.widthPx) / target.heightPx)));
  const high = Math.max(1, Math.min(heightPx, Math.round((widthPx * target.heightPx) / target.widthPx)));
  const left = Math.floor((widthPx - wide) / 2);
  const top = Math.floor((heightPx - high) / 2);
  return cut(image, { widthPx: wide, heightPx: high, left, top });
}

function cut({ widthPx, data }: RgbImage, { widthPx: wide, heightPx: high, left, top }: ImageSize & { readonly left: number; readonly top: number }): RgbImage {
  const cropped = new Uint8Array(wide * high * 3);
  for (let y = 0; y < high; y += 1) {
    const from = ((top + y) * widthPx + left) * 3;
    cropped.set(data.subarray(from, from + wide * 3), y * wide * 3);
  }
  return { widthPx: wide, heightPx: high, data: cropped };
}

/** What is done unless a network asks for something else. */
const cropToAspectThenScale: ResizeRule = { kind: 'crop-to-aspect', interpolation: 'lanczos3' };

const kernels = { bilinear, bicubic: catmullRom, lanczos3 } satisfies Record<Interpolation, Kernel>;

/**
 * Makes an image the size that a network takes, by the network's own rule; without one, the largest centred rectangle of the
 * wanted aspect is cut out, then scaled with Lanczos3. Kernels are widened when shrinking, so that fine detail does not turn into
 * false patterns. sRGB values are interpolated as they are, as Pillow and torchvision do. A smaller image is enlarged; refuse such
 * images with `minSidePx` of {@link decodeImage}. Takes about 0.3 s for 12 megapixels. The result is the same on every machine.
 * @throws images.bad_size when a side is no whole number above 0, or the shorter side is scaled to less than the network's;
 *   images.wrong_length.
 */
export function fitToNetwork(image: RgbImage, size: ImageSize, rule: ResizeRule = cropToAspectThenScale): RgbImage {
  requireRgb(image);
  requireSize(size);
  const target = { widthPx: size.widthPx, heightPx: size.heightPx };
  const kernel = kernels[rule.interpolation];
  switch (rule.kind) {
    case 'crop-to-aspect': return resample(cropToAspect(image, target), target, kernel);
    case 'stretch': return resample(image, target, kernel);
    case 'shorter-side': {
      const scaled = sizeWithShorterSide(image, rule.shorterSidePx);
      if (scaled.widthPx < target.widthPx || scaled.heightPx < target.heightPx) {
        throw new ImagesError('images.bad_size', `An image scaled to ${scaled.widthPx}×${scaled.heightPx} px cannot be cut to ${target.widthPx}×${target.heightPx} px. Scale the shorter side to at least the longer one of the network.`, { ...target, shorterSidePx: rule.shorterSidePx });
      }
      const offset = (longer: number, shorter: number): number => halfToEven((longer - shorter) / 2);
      return cut(resample(image, scaled, kernel), { ...target, left: offset(scaled.widthPx, target.widthPx), top: offset(scaled.heightPx, target.heightPx) });
    }
    default: return assertNever(rule);
  }
}

/** As torchvision's Resize: the longer side is rounded down. */
function sizeWithShorterSide({ widthPx, heightPx }: ImageSize, shorterSidePx: number): ImageSize {
  requireSize({ widthPx: shorterSidePx, heightPx: shorterSidePx });
  const longer = Math.floor((shorterSidePx * Math.max(widthPx, heightPx)) / Math.min(widthPx, heightPx));
  return widthPx <= heightPx ? { widthPx: shorterSidePx, heightPx: longer } : { widthPx: longer, heightPx: shorterSidePx };
}

/** As Python rounds, and so torchvision's CenterCrop. */
function halfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
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
