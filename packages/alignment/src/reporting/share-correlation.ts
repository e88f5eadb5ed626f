import { LEVEL } from '../alignment-score.ts';
import { pearson } from '../comparison/rank-correlation.ts';
import type { Interval } from '../estimate.ts';
import { normalQuantile } from '../normal-quantile.ts';

/** Correlation of two measures of the same stimuli. */
export interface ShareCorrelation {
  /** Pearson's; null with fewer than two stimuli or where one measure is all alike. */
  readonly estimate: number | null;
  /** Null with fewer than four stimuli, or a perfect correlation. */
  readonly interval: Interval | null;
  readonly stimuli: number;
}

/** Pearson's correlation over stimuli with Fisher's interval, which takes stimuli as a sample and their measures as they are. */
export function shareCorrelation(first: readonly number[], second: readonly number[], level = LEVEL): ShareCorrelation {
  const estimate = pearson(first, second);
  const stimuli = first.length;
  if (estimate === null || stimuli < 4 || Math.abs(estimate) > 1 - 1e-12) return { estimate, interval: null, stimuli };
  const half = normalQuantile(0.5 + level / 2) / Math.sqrt(stimuli - 3);
  return { estimate, stimuli, interval: { lower: Math.tanh(Math.atanh(estimate) - half), upper: Math.tanh(Math.atanh(estimate) + half), level, method: 'Fisher’s z, over stimuli' } };
}
