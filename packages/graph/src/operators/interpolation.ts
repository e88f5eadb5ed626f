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
  if (interpolation.mode === 'nearest') {
    nearestEntries(interpolation, axis).forEach((entry, x) => { weights[x * axis.input + entry] = 1; });
    return weights;
  }
  for (let x = 0; x < axis.output; x++) {
    const taps = tapsAt(sourceOf(x, interpolation.coordinates, axis), interpolation, axis);
    const total = taps.reduce((sum, { weight }) => sum + weight, 0);
    for (const { source, weight } of taps) weights[x * axis.input + within(axis, source)]! += weight / total;
  }
  return weights;
}

/**
 * Which entry of the axis each one of the result repeats. Computed in float32, step by step as ONNX Runtime's processor does: where a coordinate
 * hits the border between two entries, such as 17 / 1.7, rounding decides, and it must decide as in the values. See decision 0022.
 * @see https://github.com/microsoft/onnxruntime/blob/main/onnxruntime/core/providers/cpu/tensor/upsamplebase.h
 */
export function nearestEntries({ coordinates, nearest }: Interpolation, axis: ResizedAxis): number[] {
  return Array.from({ length: axis.output }, (_, x) => within(axis, nearestTo(sourceInFloat32(x, coordinates, axis), nearest)));
}

/** How near to a border, in entries, a device may take the entry on its other side: far more than float32 rounds by along any image. */
const borderWidth = 1e-3;

/**
 * Whether every device must find the same entries: no coordinate is near a border, or the factor is a power of two, with which float32
 * computes without rounding.
 */
export function isFarFromBorders({ coordinates, nearest }: Interpolation, axis: ResizedAxis): boolean {
  const isExact = Number.isInteger(Math.log2(axis.scale)) && coordinates !== 'align_corners';
  return isExact || Array.from({ length: axis.output }, (_, x) => sourceOf(x, coordinates, axis)).every((at) => within(axis, nearestTo(at - borderWidth, nearest)) === within(axis, nearestTo(at + borderWidth, nearest)));
}

/** Beyond the ends, the outermost entry is the nearest. */
function within({ input }: ResizedAxis, entry: number): number {
  return Math.min(Math.max(entry, 0), input - 1);
}

interface Tap {
  readonly source: number;
  readonly weight: number;
}

function tapsAt(at: number, { mode, cubic, antialias, excludeOutside }: Interpolation, { input, scale }: ResizedAxis): Tap[] {
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

function sourceInFloat32(x: number, coordinates: Interpolation['coordinates'], { input, output, scale }: ResizedAxis): number {
  const f = Math.fround;
  const factor = f(scale);
  const half = f(f(f(x + 0.5) / factor) - 0.5);
  switch (coordinates) {
    case 'half_pixel': return half;
    case 'half_pixel_symmetric': return f(f((input / 2) * f(1 - f(output / f(factor * input)))) + (x + 0.5) / factor - 0.5);
    case 'pytorch_half_pixel': return output > 1 ? half : 0;
    case 'align_corners': return output > 1 ? f(f(x * (input - 1)) / (output - 1)) : 0;
    case 'asymmetric': return f(x / factor);
  }
}

/** ONNX Runtime takes for half way what is so near to it. */
const halfWay = 1e-6;

function nearestTo(at: number, nearest: Interpolation['nearest']): number {
  switch (nearest) {
    case 'round_prefer_floor': return Math.ceil(at - 0.5 - halfWay);
    case 'round_prefer_ceil': return Math.floor(at + 0.5 + halfWay);
    case 'floor': return Math.floor(at);
    case 'ceil': return Math.ceil(at);
  }
}

/** @see Keys 1981, equation 4 with a in place of −1/2 */
function cubicWeight(distance: number, a: number): number {
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0;
}
