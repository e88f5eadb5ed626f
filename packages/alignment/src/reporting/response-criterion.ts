import { LEVEL } from '../alignment-score.ts';
import { normalQuantile } from '../normal-quantile.ts';
import type { Interval } from '../estimate.ts';
import { jackknifeInterval } from './two-way-jackknife.ts';

/** One answer to a trial with a left and a right option of which one is right beyond doubt. */
export interface KnownAnswer {
  readonly raterId: string;
  readonly isLeftRight: boolean;
  readonly saidLeft: boolean;
}

export interface ResponseCriterion {
  /** 0 without bias; above 0 raters tend to the right. Null where the left or the right option was never the right one. */
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly trials: number;
  readonly raters: number;
}

/**
 * Criterion of signal detection, c = −½ (z(H) + z(F)), with H the share of "left" where left was right and F where right was; half an answer is
 * added to each count (log-linear rule). The interval is the wider of the one for independent trials and, with three raters or more, the
 * jackknife over raters, as a rater's habit is in all of their answers.
 * @see Macmillan and Creelman 2005, "Detection Theory", chapter 2; Hautus 1995; Gourevitch and Galanter 1967
 */
export function responseCriterion(answers: readonly KnownAnswer[], level = LEVEL): ResponseCriterion {
  const raterIds = [...new Set(answers.map(({ raterId }) => raterId))];
  const n = { trials: answers.length, raters: raterIds.length };
  const whole = criterionOf(answers);
  if (whole === null) return { estimate: null, interval: null, ...n };
  const half = normalQuantile(0.5 + level / 2) * Math.sqrt(whole.variance);
  const independent: Interval = { lower: whole.estimate - half, upper: whole.estimate + half, level, method: 'delta method, trials taken as independent' };
  const byRater = jackknifeInterval({ estimate: whole.estimate, groups: { raters: raterIds }, without: (_, id) => criterionOf(answers.filter(({ raterId }) => raterId !== id))?.estimate ?? null, level, range: [-Infinity, Infinity] });
  return { estimate: whole.estimate, interval: byRater !== null && byRater.upper - byRater.lower > 2 * half ? byRater : independent, ...n };
}

function criterionOf(answers: readonly KnownAnswer[]): { readonly estimate: number; readonly variance: number } | null {
  const parts = [true, false].map((isLeftRight) => {
    const of = answers.filter((answer) => answer.isLeftRight === isLeftRight);
    const share = (of.filter(({ saidLeft }) => saidLeft).length + 0.5) / (of.length + 1);
    const z = normalQuantile(share);
    const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
    return { count: of.length, z, variance: (share * (1 - share)) / ((of.length + 1) * density ** 2) };
  });
  if (parts.some(({ count }) => count === 0)) return null;
  const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return { estimate: (0 - sum(({ z }) => z)) / 2, variance: sum(({ variance }) => variance) / 4 };
}
