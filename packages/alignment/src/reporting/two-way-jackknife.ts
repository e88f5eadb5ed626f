import { tQuantile } from '../distributions/student-t.ts';
import type { Interval } from '../estimate.ts';

/** What of a statistic may be left out, one at a time: each kind of group with its ids, such as raters and targets. */
export interface JackknifeRequest<Kind extends string> {
  readonly estimate: number;
  readonly groups: Readonly<Record<Kind, readonly string[]>>;
  /** The statistic without one group; null where it is undefined. */
  readonly without: (kind: Kind, id: string) => number | null;
  readonly level: number;
  /** What the statistic can be. */
  readonly range: readonly [number, number];
}

/**
 * An interval over crossed samples: the variances of leaving out each group of every kind add up (what they share counts more than once, so it is
 * rather wide), and t has as many degrees of freedom as the fewest groups less one. Null with fewer than three groups of a kind, or where the
 * statistic is undefined without one of them.
 */
export function jackknifeInterval<Kind extends string>({ estimate, groups, without, level, range }: JackknifeRequest<Kind>): Interval | null {
  const kinds = Object.keys(groups) as Kind[]; // They are its keys.
  const fewest = Math.min(...kinds.map((kind) => groups[kind].length));
  if (fewest < 3) return null;
  let variance = 0;
  for (const kind of kinds) {
    const values = groups[kind].map((id) => without(kind, id)).flatMap((value) => value ?? []);
    if (values.length < groups[kind].length) return null;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    variance += ((values.length - 1) / values.length) * values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  }
  const half = tQuantile(0.5 + level / 2, fewest - 1) * Math.sqrt(variance);
  return { lower: Math.max(range[0], estimate - half), upper: Math.min(range[1], estimate + half), level, method: `jackknife over ${kinds.join(' and ')}` };
}
