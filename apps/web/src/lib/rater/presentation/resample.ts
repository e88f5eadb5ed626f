import type { Pixels } from './pixels.ts';

/**
 * The cubic convolution kernel with a = −½ (Keys 1981, doi:10.1109/TASSP.1981.1163711), also known as Catmull-Rom: it passes through the given
 * pixels, reproduces straight ramps, and blurs little. @param x distance in source pixels
 */
export function catmullRom(x: number): number {
  const d = Math.abs(x);
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
}

interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/** For each target pixel along one side: which source pixels it is made of. Their weights sum to 1; beyond the edge there is nothing. */
function tapsOf(sourceLength: number, targetLength: number): readonly Taps[] {
  const step = sourceLength / targetLength;
  // Made smaller, the kernel is widened, so that no source pixel is left out (which would be aliasing).
  const widening = Math.max(1, step);
  return Array.from({ length: targetLength }, (_, target) => {
    const centre = (target + 0.5) * step;
    const first = Math.max(0, Math.ceil(centre - 2 * widening - 0.5));
    const last = Math.min(sourceLength - 1, Math.floor(centre + 2 * widening - 0.5));
    const raw = Array.from({ length: last - first + 1 }, (_, i) => catmullRom((first + i + 0.5 - centre) / widening));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}

/**
 * Shows a picture at another size: one separable resampling with the Catmull-Rom kernel, on the encoded (sRGB) values, as networks' own
 * preprocessing resizes their inputs; rounded once, at the end. The same in every browser and on every graphics card. The picture is taken as opaque.
 * @throws RangeError unless the size is of whole pixels, one at least
 */
export function resample(source: Pixels, width: number, height: number): Pixels {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(`${width}×${height}: a picture has a whole number of pixels, one at least.`);
  }
  const columns = tapsOf(source.width, width);
  const rows = tapsOf(source.height, height);
  const wide = new Float32Array(3 * width * source.height);
  for (let y = 0, at = 0; y < source.height; y++) {
    for (const { first, weights } of columns) {
      let [r, g, b] = [0, 0, 0];
      for (let i = 0, from = 4 * (y * source.width + first); i < weights.length; i++, from += 4) {
        const weight = weights[i] ?? 0;
        r += weight * (source.data[from] ?? 0);
        g += weight * (source.data[from + 1] ?? 0);
        b += weight * (source.data[from + 2] ?? 0);
      }
      wide[at++] = r;
      wide[at++] = g;
      wide[at++] = b;
    }
  }
  const data = new Uint8ClampedArray(4 * width * height);
  const row = new Float32Array(3 * width);
  for (const [y, { first, weights }] of rows.entries()) {
    row.fill(0);
    for (const [i, weight] of weights.entries()) {
      const from = 3 * width * (first + i);
      for (let x = 0; x < row.length; x++) row[x] = (row[x] ?? 0) + weight * (wide[from + x] ?? 0);
    }
    for (let x = 0, at = 4 * width * y; x < row.length; x += 3, at += 4) {
      // Clamped and rounded by the array.
      data[at] = row[x] ?? 0;
      data[at + 1] = row[x + 1] ?? 0;
      data[at + 2] = row[x + 2] ?? 0;
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}
