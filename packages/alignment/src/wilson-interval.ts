import { AlignmentError } from './alignment-error.ts';
import type { Interval } from './estimate.ts';
import { normalQuantile } from './normal-quantile.ts';

export interface ProportionCounts {
  /** May be fractional where ties count one half. */
  readonly successes: number;
  readonly trials: number;
  readonly level?: number;
}

/**
 * Wilson's score interval for a proportion of independent trials. Has a width also where all or none succeed.
 * @throws alignment.bad_counts unless 0 ≤ successes ≤ trials, trials > 0 and 0 < level < 1.
 * @see Wilson 1927; Brown, Cai and DasGupta 2001, "Interval estimation for a binomial proportion"
 */
export function wilsonInterval({ successes, trials, level = 0.95 }: ProportionCounts): Interval {
  if (!(trials > 0 && successes >= 0 && successes <= trials && level > 0 && level < 1)) {
    throw new AlignmentError('alignment.bad_counts', `${successes} of ${trials} at level ${level}: expected 0 ≤ successes ≤ trials, trials > 0 and a level between 0 and 1.`, { successes, trials, level });
  }
  const z = normalQuantile(0.5 + level / 2);
  const share = successes / trials;
  const scale = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / scale;
  const halfWidth = (z / scale) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return {
    // Exactly 0 and 1 where the formula is so up to rounding.
    lower: successes === 0 ? 0 : Math.max(0, centre - halfWidth),
    upper: successes === trials ? 1 : Math.min(1, centre + halfWidth),
    level,
    method: 'Wilson score, trials taken as independent',
  };
}

/**
 * Newcombe's hybrid score interval for the difference of two independent proportions, made of their Wilson intervals.
 * @see Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10
 */
export function newcombeInterval(first: Required<ProportionCounts>, second: Required<ProportionCounts>): Interval {
  const [a, b] = [wilsonInterval(first), wilsonInterval(second)];
  const [shareA, shareB] = [first.successes / first.trials, second.successes / second.trials];
  return {
    lower: shareA - shareB - Math.hypot(shareA - a.lower, b.upper - shareB),
    upper: shareA - shareB + Math.hypot(a.upper - shareA, shareB - b.lower),
    level: first.level,
    method: 'Newcombe hybrid score, trials taken as independent',
  };
}
