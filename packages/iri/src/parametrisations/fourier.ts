import { makeTensor } from '@lookalike/graph';
import type { GraphBuilder } from '@lookalike/graph';
import type { Parametrisation } from './parametrisation.ts';
import { halfSpectrum, halfWidth, inverseAlongHeight, inverseAlongWidth } from './real-fourier.ts';

/** Square root of the covariance of colours in ImageNet. @see Lucid, optvis/param/color.py, color_correlation_svd_sqrt */
const colourRoot = [[0.26, 0.09, 0.02], [0.27, 0, -0.05], [0.27, -0.09, 0.03]] as const;
const colourScale = Math.max(...[0, 1, 2].map((column) => Math.hypot(...colourRoot.map((row) => row[column]!))));
/** @see Lucid, optvis/param/spatial.py, fft_image: "magic constant" */
const fourierGain = 1 / 4;

/**
 * The decorrelated-colour Fourier parametrisation: image = sigmoid(colours(irfft2(spectrum · scale) / 4)), where the scale of each
 * frequency f (in cycles per pixel) is √(W·H) / max(f, 1/max(W, H)), so that a step changes all of them about as much as they vary
 * in natural images. Parameters: [2H, F], real parts above imaginary parts, per channel. Images that are not RGB keep their channels.
 *
 * There is no Fourier operator that every runtime has, so the transform is two products with constant matrices.
 * @see Olah, Mordvintsev and Schubert 2017, "Feature visualization", appendix; Lucid, `fft_image` and `to_valid_rgb`
 */
export function fourierParametrisation([channels, height, width]: readonly [number, number, number]): Parametrisation {
  const columns = halfWidth(width);
  const plane = 2 * height * columns;
  const scale = frequencyScale(height, width);
  const scaleOfPlane = Float64Array.from({ length: plane }, (_, i) => scale[i % (height * columns)]!);

  return {
    type: { type: 'float32', shape: ['N', channels, 2 * height, columns] },
    append: (b, parameters) => {
      const spectrum = b.mul(parameters, b.constant(makeTensor('float32', [2 * height, columns], scaleOfPlane)));
      const rows = b.matMul(b.constant(makeTensor('float32', [2 * height, 2 * height], inverseAlongHeight(height))), spectrum);
      const part = (from: number): string => b.slice(rows, { starts: [from], ends: [from + height], axes: [2] });
      const decorrelated = b.mul(b.matMul(b.concat([part(0), part(height)], 3), b.constant(makeTensor('float32', [2 * columns, width], inverseAlongWidth(height, width)))), fourierGain);
      return b.sigmoid(channels === 3 ? appendColours(b, decorrelated) : decorrelated);
    },
    parametersOf: (pixels) => {
      const area = height * width;
      const logits = Float64Array.from(pixels, logit);
      const decorrelated = channels === 3 ? withoutColours(logits, area) : logits;
      const parameters = new Float32Array(channels * plane);
      for (let c = 0; c < channels; c++) {
        const spectrum = halfSpectrum(decorrelated.subarray(c * area, (c + 1) * area), height, width);
        for (let i = 0; i < plane; i++) parameters[c * plane + i] = spectrum[i]! / (scaleOfPlane[i]! * fourierGain);
      }
      return parameters;
    },
  };
}

/** [H, F] */
function frequencyScale(height: number, width: number): Float64Array {
  const columns = halfWidth(width);
  const least = 1 / Math.max(width, height);
  return Float64Array.from({ length: height * columns }, (_, i) => {
    const [u, v] = [Math.floor(i / columns), i % columns];
    const frequency = Math.hypot((u <= height / 2 ? u : u - height) / height, v / width);
    return Math.sqrt(width * height) / Math.max(frequency, least);
  });
}

function appendColours(b: GraphBuilder, decorrelated: string): string {
  return b.conv(decorrelated, b.floats([3, 3, 1, 1], colourRoot.flat().map((value) => value / colourScale)));
}

/** The centre of what rounds to a byte, as the argument of the sigmoid: finite for black and white. */
function logit(byte: number): number {
  const p = (byte + 0.5) / 256;
  return Math.log(p / (1 - p));
}

/** Undoes {@link appendColours} by Cramer's rule. */
function withoutColours(values: Float64Array, area: number): Float64Array {
  const m = colourRoot.map((row) => row.map((value) => value / colourScale)) as [[number, number, number], [number, number, number], [number, number, number]];
  const cofactor = (r: number, c: number): number => {
    const [r1, r2, c1, c2] = [(r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3] as [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2];
    return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
  };
  const determinant = [0, 1, 2].reduce((sum, c) => sum + m[0][c as 0 | 1 | 2] * cofactor(0, c), 0);
  const result = new Float64Array(values.length);
  for (let i = 0; i < area; i++) {
    for (let k = 0; k < 3; k++) {
      result[k * area + i] = [0, 1, 2].reduce((sum, c) => sum + cofactor(c, k) * values[c * area + i]!, 0) / determinant;
    }
  }
  return result;
}
