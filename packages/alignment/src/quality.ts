import type { Estimate } from './estimate.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** A share of trials that are taken as independent. */
export type ShareOfTrials = Omit<Estimate, 'n'> & { readonly n: { readonly trials: number } };

/** Share of answers that took the left image: 0.5 without side bias, as plans put the target left half of the time. */
export function sideBias(chosenSides: readonly ('left' | 'right')[], level = 0.95): ShareOfTrials & { readonly chance: number } {
  return { ...shareOf(chosenSides.map((side) => side === 'left'), level), chance: 0.5 };
}

/** Share of answered catch trials that were answered right. */
export function catchAccuracy(passed: readonly boolean[], level = 0.95): ShareOfTrials {
  return shareOf(passed, level);
}

function shareOf(outcomes: readonly boolean[], level: number): ShareOfTrials {
  const trials = outcomes.length;
  if (trials === 0) return { estimate: null, interval: null, n: { trials }, excluded: 0 };
  const successes = outcomes.filter(Boolean).length;
  return { estimate: successes / trials, interval: wilsonInterval({ successes, trials, level }), n: { trials }, excluded: 0 };
}
