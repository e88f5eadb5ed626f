import { checkDesign, type CrossedDesign } from './crossed-design.ts';
import type { VarianceComponents } from './variance-components.ts';
import { achievedIn, type Achieved, type Wanted } from './wanted.ts';

export interface PlanRequest extends Omit<CrossedDesign, 'raters' | 'targets'> {
  readonly wanted: Wanted;
  readonly components: VarianceComponents;
}

/** The raters that a number of targets takes. */
export interface PlanOption {
  readonly targets: number;
  /** Targets that a rater sees of each condition: fewer than asked for where there are not as many. */
  readonly perRater: number;
  /** Null: with so few targets no number of raters is enough, as targets differ too. */
  readonly raters: number | null;
  /** What that many raters achieve; where none are enough, what as many as are tried achieve. */
  readonly achieved: Achieved;
}

/** Nobody is looked for beyond this: it is said that raters do not help. */
export const MOST_RATERS = 5000;

/**
 * The least number of raters for each number of targets.
 * @throws alignment.bad_wanted, alignment.bad_margin, alignment.bad_components, alignment.bad_design
 */
export function planStudy({ wanted, components, ...design }: PlanRequest, targetCounts: readonly number[]): PlanOption[] {
  const achieved = achievedIn(wanted, components);
  return targetCounts.map((targets) => {
    const perRater = perRaterWith(design, targets);
    const at = (raters: number): Achieved => achieved({ ...design, targets, perRater, raters });
    checkDesign({ ...design, targets, perRater, raters: 2 });
    if (!at(MOST_RATERS).isEnough) return { targets, perRater, raters: null, achieved: at(MOST_RATERS) };
    const raters = leastEnough((count) => at(count).isEnough);
    return { targets, perRater, raters, achieved: at(raters) };
  });
}

/** What designs achieve around an answer: for each number of targets, by the number of raters. */
export function planCurves({ wanted, components, ...design }: PlanRequest, { targetCounts, raterCounts }: { readonly targetCounts: readonly number[]; readonly raterCounts: readonly number[] }): { readonly targets: number; readonly points: readonly { readonly raters: number; readonly value: number }[] }[] {
  const achieved = achievedIn(wanted, components);
  return targetCounts.map((targets) => {
    const perRater = perRaterWith(design, targets);
    checkDesign({ ...design, targets, perRater, raters: 2 });
    return { targets, points: raterCounts.map((raters) => ({ raters, value: achieved({ ...design, targets, perRater, raters }).value })) };
  });
}

function perRaterWith({ perRater, sharesTargets, conditionCount }: Omit<CrossedDesign, 'raters' | 'targets'>, targets: number): number {
  return Math.max(1, Math.min(perRater, sharesTargets ? targets : Math.floor(targets / conditionCount)));
}

/** From 2 on; what is enough stays so, but for steps of a rater or two where answers spread over targets unevenly. */
function leastEnough(isEnough: (raters: number) => boolean): number {
  if (isEnough(2)) return 2;
  let [low, high] = [2, MOST_RATERS];
  while (high - low > 1) {
    const middle = Math.floor(Math.sqrt(low * high));
    const between = Math.min(high - 1, Math.max(low + 1, middle));
    if (isEnough(between)) high = between;
    else low = between;
  }
  return high;
}
