import type { ImageSize, RgbImage } from './rgb-image.ts';

/** An interpolation kernel: its weight at a distance (in source pixels), 0 beyond `radius`. */
export interface Kernel {
  readonly radius: number;
  readonly weight: (distance: number) => number;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Linear interpolation: a triangle. */
export const bilinear: Kernel = { radius: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) };

/** Lanczos with three lobes. @see Duchon 1979, J. Appl. Meteorology 18 */
export const lanczos3: Kernel = { radius: 3, weight: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) };

/** Cubic convolution with a = -1/2 (Catmull-Rom). @see Keys 1981, IEEE ASSP 29(6), eq. 15 */
export const catmullRom: Kernel = {
  radius: 2,
  weight: (distance) => {
    const x = Math.abs(distance);
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  },
};

/** The source pixels that one target pixel is made of. */
interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

/** When shrinking, the kernel is widened by the scale so that it also removes what the target cannot hold (antialiasing). */
function tapsAlong(sourcePx: number, targetPx: number, kernel: Kernel): Taps[] {
  const scale = sourcePx / targetPx;
  const stretch = Math.max(1, scale);
  return Array.from({ length: targetPx }, (_, target) => {
    const centre = (target + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - kernel.radius * stretch));
    const end = Math.min(sourcePx, Math.ceil(centre + kernel.radius * stretch));
    const weights = Float64Array.from({ length: end - first }, (__, tap) => kernel.weight((first + tap + 0.5 - centre) / stretch));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/**
 * Scales an image by separable interpolation of its sRGB values in double precision, rounded to 8 bits once at the end, half up.
 * Own code rather than sharp's: the same numbers on every processor, and the pixels of a target are what a study is about.
 */
export function resample({ widthPx, heightPx, data }: RgbImage, size: ImageSize, kernel: Kernel): RgbImage {
  const across = tapsAlong(widthPx, size.widthPx, kernel);
  const down = tapsAlong(heightPx, size.heightPx, kernel);
  const wide = size.widthPx * 3;
  const rows = new Float64Array(heightPx * wide);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < size.widthPx; x += 1) {
      const { first, weights } = across[x]!;
      let [red, green, blue] = [0, 0, 0];
      let at = (y * widthPx + first) * 3;
      for (let tap = 0; tap < weights.length; tap += 1, at += 3) {
        const weight = weights[tap]!;
        red += weight * data[at]!;
        green += weight * data[at + 1]!;
        blue += weight * data[at + 2]!;
      }
      rows.set([red, green, blue], y * wide + x * 3);
    }
  }
  const result = new Uint8Array(size.heightPx * wide);
  const sums = new Float64Array(wide);
  for (let y = 0; y < size.heightPx; y += 1) {
    const { first, weights } = down[y]!;
    sums.fill(0);
    weights.forEach((weight, tap) => {
      const row = (first + tap) * wide;
      for (let at = 0; at < wide; at += 1) sums[at] = sums[at]! + weight * rows[row + at]!;
    });
    for (let at = 0; at < wide; at += 1) result[y * wide + at] = Math.floor(Math.min(255, Math.max(0, sums[at]!)) + 0.5);
  }
  return { ...size, data: result };
}
