import type { CrossedConditions } from '../crossed-conditions.ts';
import { normalProbability } from '../distributions/normal.ts';
import { moverLimits, type Estimated } from '../mover.ts';

/** Limits of a combination of scores at every level: z is the normal quantile of the level, 1.96 for 95 %. */
export type LimitsByZ = (z: number) => Estimated;

/** The p of a limit beyond is below 2e-9; nothing is known further out. */
export const LARGEST_Z = 6;
const STEP = 0.25;

/**
 * Limits of any weighted sum of the conditions' scores, at any level. The limits of the scores are worked out once for a ladder of levels;
 * between two rungs their distance from the estimate is interpolated.
 */
export function combinations(conditions: CrossedConditions): (weights: readonly number[]) => LimitsByZ {
  const rungs = Array.from({ length: LARGEST_Z / STEP }, (_, index) => conditions.scores(2 * normalProbability((index + 1) * STEP) - 1, 'paired'));
  const scoresAt = (z: number): Estimated[] => {
    const position = Math.min(rungs.length, Math.max(0, z / STEP));
    const below = Math.min(rungs.length - 1, Math.floor(position));
    // Rung 0 is the estimate itself. Indices are inside by construction.
    const rung = (index: number, condition: number): Estimated => {
      const estimate = conditions.moments[condition]!.mean;
      return index === 0 ? { estimate, lower: estimate, upper: estimate } : rungs[index - 1]![condition]!;
    };
    return conditions.moments.map(({ mean }, condition) => {
      const [low, high, share] = [rung(below, condition), rung(below + 1, condition), position - below];
      return { estimate: mean, lower: low.lower + share * (high.lower - low.lower), upper: low.upper + share * (high.upper - low.upper) };
    });
  };
  const remembered = new Map<number, Estimated[]>();
  return (weights) => (z) => {
    const scores = remembered.get(z) ?? scoresAt(z);
    remembered.set(z, scores);
    return moverLimits(scores, weights, conditions.correlation);
  };
}

/** The largest z, to 1e-4, at which the limits still satisfy; 0 where none do. @param satisfied true up to some z and false from there on. */
export function largestZ(satisfied: (z: number) => boolean): number {
  if (satisfied(LARGEST_Z)) return LARGEST_Z;
  let [low, high] = [0, LARGEST_Z];
  // On fixed halvings, so that all combinations ask for the same levels.
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
