import type { GraphWriter } from '@lookalike/graph';

/** Which cells along an axis make up each place, all [1 or N, taps, places]. */
export interface Taps {
  /** The cells' numbers times the axis's stride, within the image. */
  readonly numbers: string;
  /** Whether the cell itself is within the image; absent where cells outside stand for ones inside. */
  readonly inside: string | undefined;
  /** Absent where one cell counts wholly. */
  readonly weights: string | undefined;
}

interface SampledAxis {
  readonly size: number;
  readonly stride: number;
  readonly mode: 'nearest' | 'linear' | 'cubic';
  readonly padding: 'zeros' | 'border' | 'reflection';
  /** Whether −1 and 1 are the centres of the first and the last cell instead of their outer edges. */
  readonly isAligned: boolean;
}

/** The coefficient of the cubic. @see Keys 1981, equation 4, with PyTorch's value in place of −1/2 */
const cubic = -0.75;

/** @param coordinate [1 or N, 1, places], from −1 to 1 across the image */
export function tapsAlong(b: GraphWriter, coordinate: string, axis: SampledAxis): Taps {
  const { size, isAligned, mode } = axis;
  const fromEdge = b.add(coordinate, 1);
  const at = isAligned ? b.mul(b.div(fromEdge, 2), size - 1) : b.div(b.sub(b.mul(fromEdge, size), 1), 2);
  if (mode === 'nearest') return { ...placed(b, b.op('Round', [axis.padding === 'zeros' ? at : brought(b, at, axis)]), axis), weights: undefined };
  const below = b.op('Floor', [at]);
  const rest = b.sub(at, below);
  const offsets = mode === 'linear' ? [0, 1] : [-1, 0, 1, 2];
  const cells = b.add(below, b.floats([offsets.length, 1], offsets));
  const weights = mode === 'linear'
    ? [b.sub(1, rest), rest]
    : [farWeight(b, b.add(rest, 1)), nearWeight(b, rest), nearWeight(b, b.sub(1, rest)), farWeight(b, b.sub(2, rest))];
  return { ...placed(b, cells, axis), weights: b.concat(weights, 1) };
}

/** Whole numbers of cells as places in memory. A place that is no number leads to the first cell: its weight spoils the result, no index fails. */
function placed(b: GraphWriter, cells: string, axis: SampledAxis): Pick<Taps, 'numbers' | 'inside'> {
  const { size, stride, padding } = axis;
  const known = b.where(b.equal(cells, cells), cells, 0);
  return {
    numbers: b.mul(brought(b, known, axis), stride),
    inside: padding === 'zeros' ? b.op('And', [b.greater(cells, -1), b.less(cells, size)]) : undefined,
  };
}

/** Places outside of the image as ones inside: mirrored at its edges (or at the centres of its outer cells), else the nearest. */
function brought(b: GraphWriter, at: string, { size, padding, isAligned }: SampledAxis): string {
  if (padding !== 'reflection' || size === 1) return b.clip(at, 0, size - 1);
  const edge = isAligned ? 0 : 0.5;
  const period = 2 * (isAligned ? size - 1 : size);
  const fromEdge = b.add(at, edge);
  const within = b.sub(fromEdge, b.mul(b.op('Floor', [b.div(fromEdge, period)]), period));
  return b.clip(b.sub(b.min(within, b.sub(period, within)), edge), 0, size - 1);
}

/** The cubic up to a distance of 1 … */
function nearWeight(b: GraphWriter, distance: string): string {
  return b.add(b.mul(b.mul(b.sub(b.mul(distance, cubic + 2), cubic + 3), distance), distance), 1);
}

/** … and from 1 to 2. */
function farWeight(b: GraphWriter, distance: string): string {
  return b.sub(b.mul(b.add(b.mul(b.sub(b.mul(distance, cubic), 5 * cubic), distance), 8 * cubic), distance), 4 * cubic);
}
