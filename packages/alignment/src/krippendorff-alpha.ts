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
  const units = valuesByUnit(ratings);
  const pairable = new Set([...units].flatMap(([unitId, values]) => (sizeOf(values) >= 2 ? [unitId] : [])));
  const paired = ratings.filter(({ unitId }) => pairable.has(unitId));
  const n = { units: pairable.size, raters: new Set(paired.map(({ raterId }) => raterId)).size, ratings: paired.length };
  const excluded = ratings.length - paired.length;
  const method = "Krippendorff's alpha, nominal";
  if (paired.length === 0) return { alpha: null, method: `${method}: undefined, because no unit has two ratings`, n, excluded };
  const alpha = alphaOf(tallyOf(units.values()));
  return { alpha, method: alpha === null ? `${method}: undefined, because all ratings are the same` : method, n, excluded };
}

/** α without each of the raters, or without each of the units, in the time that α of all takes. */
export function alphasWithoutEach(ratings: readonly Rating[], key: 'raterId' | 'unitId'): (number | null)[] {
  const units = valuesByUnit(ratings);
  const all = tallyOf(units.values());
  const groups = new Map<string, Rating[]>();
  for (const rating of ratings) {
    const group = groups.get(rating[key]);
    if (group === undefined) groups.set(rating[key], [rating]);
    else group.push(rating);
  }
  return [...groups.values()].map((group) => {
    const tally: Tally = { observed: all.observed, values: new Map(all.values) };
    for (const [unitId, taken] of valuesByUnit(group)) {
      const values = units.get(unitId)!;
      count(tally, values, -1);
      count(tally, new Map([...values].map(([value, times]) => [value, times - (taken.get(value) ?? 0)])), 1);
    }
    return alphaOf(tally);
  });
}

/** How often each value occurs. */
type Values = ReadonlyMap<string, number>;

function valuesByUnit(ratings: readonly Rating[]): Map<string, Values> {
  const units = new Map<string, Map<string, number>>();
  for (const { unitId, value } of ratings) {
    const values = units.get(unitId) ?? new Map<string, number>();
    units.set(unitId, values.set(value, (values.get(value) ?? 0) + 1));
  }
  return units;
}

/** Of the units with two ratings or more. */
interface Tally {
  /** Σ over ordered pairs of unlike values within a unit, divided by (ratings of the unit − 1). */
  observed: number;
  readonly values: Map<string, number>;
}

function tallyOf(units: Iterable<Values>): Tally {
  const tally: Tally = { observed: 0, values: new Map() };
  for (const values of units) count(tally, values, 1);
  return tally;
}

/** @param sign 1 to count a unit, −1 to take it back */
function count(tally: Tally, values: Values, sign: 1 | -1): void {
  const size = sizeOf(values);
  if (size < 2) return;
  tally.observed += (sign * unlikePairs(values)) / (size - 1);
  for (const [value, times] of values) tally.values.set(value, (tally.values.get(value) ?? 0) + sign * times);
}

function alphaOf({ observed, values }: Tally): number | null {
  const unlike = unlikePairs(values);
  return unlike === 0 ? null : 1 - observed / (unlike / (sizeOf(values) - 1));
}

function sizeOf(values: Values): number {
  let size = 0;
  for (const times of values.values()) size += times;
  return size;
}

/** Ordered pairs of ratings with different values. */
function unlikePairs(values: Values): number {
  let alike = 0;
  for (const times of values.values()) alike += times ** 2;
  return sizeOf(values) ** 2 - alike;
}
