import type { Agreement } from './estimate.ts';

export interface Rating {
  /** What was rated, such as one network's IRI of one target. */
  readonly unitId: string;
  readonly raterId: string;
  /** A category that means the same in every unit, such as `target` or `seed`. */
  readonly value: string;
}

/**
 * Krippendorff's α for nominal categories, with any pattern of missing ratings: 1 − observed / expected disagreement.
 *
 * For the agreement on the chosen image the category is its role (`target` or `seed`), not its file: were files the
 * categories, two units could never have one in common, and the expected disagreement would be far too large.
 * Undefined (`null`) when no unit has two ratings, or when all ratings are the same: then chance would agree fully too.
 * @see Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C
 */
export function krippendorffAlpha(ratings: readonly Rating[]): Agreement {
  const units = new Map<string, Rating[]>();
  for (const rating of ratings) {
    const unit = units.get(rating.unitId);
    if (unit === undefined) units.set(rating.unitId, [rating]);
    else unit.push(rating);
  }
  const pairable = [...units.values()].filter((unit) => unit.length >= 2);
  const paired = pairable.flat();
  const n = { units: pairable.length, raters: new Set(paired.map(({ raterId }) => raterId)).size, ratings: paired.length };
  const excluded = ratings.length - paired.length;
  const method = "Krippendorff's alpha, nominal";
  if (paired.length === 0) return { alpha: null, method: `${method}: undefined, because no unit has two ratings`, n, excluded };

  // Σ over ordered pairs of unlike values within a unit, divided by (ratings of the unit − 1).
  const observed = pairable.reduce((sum, unit) => sum + unlikePairs(unit) / (unit.length - 1), 0);
  const expected = unlikePairs(paired) / (paired.length - 1);
  if (expected === 0) return { alpha: null, method: `${method}: undefined, because all ratings are the same`, n, excluded };
  return { alpha: 1 - observed / expected, method, n, excluded };
}

/** Ordered pairs of ratings with different values. */
function unlikePairs(ratings: readonly Rating[]): number {
  const counts = new Map<string, number>();
  for (const { value } of ratings) counts.set(value, (counts.get(value) ?? 0) + 1);
  return ratings.length ** 2 - [...counts.values()].reduce((sum, count) => sum + count ** 2, 0);
}
