export const resizeModes = ['nearest', 'linear', 'cubic'] as const;
export const coordinateModes = ['half_pixel', 'half_pixel_symmetric', 'pytorch_half_pixel', 'align_corners', 'asymmetric'] as const;
export const nearestModes = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'] as const;

export interface Interpolation {
  readonly mode: (typeof resizeModes)[number];
  readonly coordinates: (typeof coordinateModes)[number];
  readonly nearest: (typeof nearestModes)[number];
  /** The coefficient a of the cubic. */
  readonly cubic: number;
  /** Whether the filter of an axis that becomes shorter is stretched, so that every cell has a part in the result. */
  readonly antialias: boolean;
  /** Whether cells beyond the ends are left out; otherwise they repeat the edge. */
  readonly excludeOutside: boolean;
}

/** How one axis is resized. */
export interface ResizedAxis {
  readonly input: number;
  readonly output: number;
  readonly scale: number;
}

/**
 * The weights [output, input], row-major, by which an axis is resized; each row sums to 1.
 * @see https://onnx.ai/onnx/operators/onnx__Resize.html
 */
export function interpolationWeights(interpolation: Interpolation, axis: ResizedAxis): Float64Array {
  const weights = new Float64Array(axis.output * axis.input);
  for (let x = 0; x < axis.output; x++) {
    const taps = tapsAt(sourceOf(x, interpolation.coordinates, axis), interpolation, axis);
    const total = taps.reduce((sum, { weight }) => sum + weight, 0);
    for (const { source, weight } of taps) weights[x * axis.input + Math.min(Math.max(source, 0), axis.input - 1)]! += weight / total;
  }
  return weights;
}

interface Tap {
  readonly source: number;
  readonly weight: number;
}

function tapsAt(at: number, { mode, nearest, cubic, antialias, excludeOutside }: Interpolation, { input, scale }: ResizedAxis): Tap[] {
  if (mode === 'nearest') return [{ source: nearestTo(at, nearest), weight: 1 }];
  const stretch = antialias ? Math.max(1, 1 / scale) : 1;
  const reach = stretch * (mode === 'linear' ? 1 : 2);
  const taps: Tap[] = [];
  for (let source = Math.ceil(at - reach); source <= at + reach; source++) {
    if (excludeOutside && (source < 0 || source >= input)) continue;
    const distance = Math.abs(source - at) / stretch;
    taps.push({ source, weight: mode === 'linear' ? Math.max(0, 1 - distance) : cubicWeight(distance, cubic) });
  }
  return taps;
}

function sourceOf(x: number, coordinates: Interpolation['coordinates'], { input, output, scale }: ResizedAxis): number {
  const half = (x + 0.5) / scale - 0.5;
  switch (coordinates) {
    case 'half_pixel': return half;
    case 'half_pixel_symmetric': return (input / 2) * (1 - output / (input * scale)) + half;
    case 'pytorch_half_pixel': return output > 1 ? half : 0;
    case 'align_corners': return output > 1 ? (x * (input - 1)) / (output - 1) : 0;
    case 'asymmetric': return x / scale;
  }
}

function nearestTo(at: number, nearest: Interpolation['nearest']): number {
  switch (nearest) {
    case 'round_prefer_floor': return Math.ceil(at - 0.5);
    case 'round_prefer_ceil': return Math.floor(at + 0.5);
    case 'floor': return Math.floor(at);
    case 'ceil': return Math.ceil(at);
  }
}

/** @see Keys 1981, equation 4 with a in place of −1/2 */
function cubicWeight(distance: number, a: number): number {
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0;
}
