import { alignmentScore, type Estimate, type ScoredTrial } from '@lookalike/alignment';

/** A mean outcome with its interval, where what guessing gives is said elsewhere. */
export function estimateOf(trials: readonly ScoredTrial[]): Estimate {
  const { estimate, interval, n, excluded } = alignmentScore({ trials, chance: 0 });
  return { estimate, interval, n, excluded };
}
