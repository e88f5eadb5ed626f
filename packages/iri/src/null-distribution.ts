import type { Random } from '@lookalike/random';
import { IriError } from './iri-error.ts';
import { quantile } from './quantile.ts';
import { norm, relativeDistance } from './relative-distance.ts';

/** How far apart the representations of different images of the set are: what d is when nothing was searched. */
export interface NullDistribution {
  /** Pairs measured. */
  readonly count: number;
  /** Whether these are all the ordered pairs of the set; otherwise they were drawn without replacement. */
  readonly isComplete: boolean;
  /** Seed of the draw. */
  readonly seed: string;
  readonly mean: number;
  /** Quantiles of d at `probabilities`, by linear interpolation (type 7). */
  readonly probabilities: readonly number[];
  readonly quantiles: readonly number[];
  /** Every d, in ascending order: from these any percentile can be computed again. */
  readonly values: readonly number[];
}

export interface NullDistributionImage {
  /** Content address; pairs of equal images are left out. */
  readonly hash: string;
  readonly representation: Float32Array;
}

const probabilities = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

/**
 * Measures d(i, j) = ‖g(x_i) − g(x_j)‖₂ / ‖g(x_j)‖₂ between random ordered pairs of different images; all pairs when there
 * are no more than `pairCount`. Images whose representation is 0 or not finite take no part.
 * @throws iri.too_few_images when no pair is left.
 */
export function nullDistribution({ images, pairCount, random }: { images: readonly NullDistributionImage[]; pairCount: number; random: Random }): NullDistribution {
  // One of each content, so that no pair is of equal images.
  const distinct = [...new Map(images.map((image) => [image.hash, image])).values()].filter(({ representation }) => {
    const length = norm(representation);
    return Number.isFinite(length) && length > 0;
  });
  const total = distinct.length * (distinct.length - 1);
  if (total === 0) {
    throw new IriError('iri.too_few_images', `The image set has ${distinct.length} usable image${distinct.length === 1 ? '' : 's'} that differ in content, and the audit compares every result ` +
      'with distances between different images. Give at least two whose representation at this layer is not 0.', { images: images.length, distinct: distinct.length });
  }
  const isComplete = total <= pairCount;
  const values = [...(isComplete ? Array(total).keys() : drawDistinct(total, pairCount, random))].map((pair) => {
    const i = Math.floor(pair / (distinct.length - 1));
    const other = pair % (distinct.length - 1);
    // Skips j = i.
    const j = other < i ? other : other + 1;
    return relativeDistance(distinct[i]!.representation, distinct[j]!.representation);
  }).sort((a, b) => a - b);
  return {
    count: values.length,
    isComplete,
    seed: random.seed,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    probabilities,
    quantiles: probabilities.map((probability) => quantile(values, probability)),
    values,
  };
}

/**
 * Share of the null distribution at or below d, in [0, 1]: 0 means nearer than every pair of different images.
 * @param values ascending.
 */
export function nullPercentile(values: readonly number[], distance: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= distance) low = middle + 1;
    else high = middle;
  }
  return low / values.length;
}

function drawDistinct(total: number, count: number, random: Random): Set<number> {
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(random.integer(total));
  return drawn;
}
