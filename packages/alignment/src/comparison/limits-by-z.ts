import type { SharedConditions } from '../condition-tables.ts';
import { normalProbability } from '../distributions/normal.ts';
import { moverLimits, type Estimated } from '../mover.ts';
import { normalQuantile } from '../normal-quantile.ts';

/** Limits of a combination of scores at every level: z is the normal quantile of the level, 1.96 for 95 %. */
export type LimitsByZ = (z: number) => Estimated;

/** The p of a limit beyond is below 2e-9; nothing is known further out. */
const LARGEST_Z = 6;
const STEP = 0.25;

/**
 * Limits of a weighted sum of scores at any level: exact at `level`, and between the rungs of a ladder of levels the distance from the
 * estimate is interpolated.
 */
export function limitsByZ({ conditions, correlation }: Pick<SharedConditions, 'conditions' | 'correlation'>, weights: readonly number[], level: number): LimitsByZ {
  const ladder = [
    ...Array.from({ length: LARGEST_Z / STEP }, (_, index) => ({ z: (index + 1) * STEP, level: 2 * normalProbability((index + 1) * STEP) - 1 })),
    { z: normalQuantile(0.5 + level / 2), level },
  ].sort((a, b) => a.z - b.z);
  return (z) => {
    const above = Math.max(0, ladder.findIndex((rung) => rung.z >= Math.min(z, LARGEST_Z)));
    const [low, high] = [ladder[above - 1], ladder[above]!];
    const share = (Math.min(z, LARGEST_Z) - (low?.z ?? 0)) / (high.z - (low?.z ?? 0));
    const parts = conditions.map(({ moments: { mean }, limits }): Estimated => {
      const to = limits(high.level, 'paired');
      if (share === 1) return to;
      // Rung 0 is the estimate itself.
      const from = low === undefined ? { lower: mean, upper: mean } : limits(low.level, 'paired');
      return { estimate: mean, lower: from.lower + share * (to.lower - from.lower), upper: from.upper + share * (to.upper - from.upper) };
    });
    return moverLimits(parts, weights, correlation);
  };
}

/** The largest z, to 1e-4, at which the limits still satisfy; 0 where none do. @param satisfied true up to some z and false from there on. */
function largestZ(satisfied: (z: number) => boolean): number {
  if (satisfied(LARGEST_Z)) return LARGEST_Z;
  let [low, high] = [0, LARGEST_Z];
  for (let step = 0; step < 16; step++) {
    const middle = (low + high) / 2;
    if (satisfied(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Two-sided p that a combination is 0: the level at which its limits begin to hold 0. */
export function pOfZero(limits: LimitsByZ): number {
  return 2 * normalProbability(-largestZ((z) => { const { lower, upper } = limits(z); return lower > 0 || upper < 0; }));
}

/** p of the two one-sided tests that a combination is outside of ±margin. */
export function pOfEquivalence(limits: LimitsByZ, margin: number): number {
  const { estimate } = limits(0);
  if (Math.abs(estimate) >= margin) return 1;
  return normalProbability(-largestZ((z) => { const { lower, upper } = limits(z); return lower > -margin && upper < margin; }));
}
