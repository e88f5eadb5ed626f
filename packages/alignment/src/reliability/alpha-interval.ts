import { tQuantile } from '../distributions/student-t.ts';
import type { Agreement, Interval } from '../estimate.ts';
import { alphasWithoutEach, krippendorffAlpha, type Rating } from '../krippendorff-alpha.ts';

/** Krippendorff's α with an interval. */
export type AgreementWithInterval = Agreement & { readonly interval: Interval | null };

/**
 * Krippendorff's α of one condition, with an interval over raters and units: the variances of leaving out each rater and each unit add up
 * (what both share counts twice, so it is rather wide), and t has as many degrees of freedom as the fewer of them less one.
 * The interval is null where α is undefined, or is so without one of the raters or units.
 */
export function alphaWithInterval(ratings: readonly Rating[], level = 0.95): AgreementWithInterval {
  const agreement = krippendorffAlpha(ratings);
  const { alpha } = agreement;
  const [raters, units] = [alphasWithoutEach(ratings, 'raterId'), alphasWithoutEach(ratings, 'unitId')];
  const fewer = Math.min(raters.length, units.length);
  if (alpha === null || fewer < 3) return { ...agreement, interval: null };
  const variances = [jackknifeVariance(raters), jackknifeVariance(units)];
  if (variances.includes(null)) return { ...agreement, interval: null };
  const half = tQuantile(0.5 + level / 2, fewer - 1) * Math.sqrt(variances[0]! + variances[1]!);
  return { ...agreement, interval: { lower: Math.max(-1, alpha - half), upper: Math.min(1, alpha + half), level, method: 'two-way jackknife over raters and units' } };
}

/** @param values without each of the groups */
function jackknifeVariance(values: readonly (number | null)[]): number | null {
  if (values.includes(null)) return null;
  const numbers = values as readonly number[];
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return ((numbers.length - 1) / numbers.length) * numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
