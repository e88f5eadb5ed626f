import type { TaskTrial } from '../../trial.ts';

/** n queries and their n targets, each in an order of its own. */
export interface MatchingTrial extends TaskTrial {
  readonly queryHashes: readonly string[];
  readonly targetHashes: readonly string[];
  /** Of the targets, as shown. */
  readonly targetIds: readonly string[];
  /** For each query the position of its own target: the right assignment. */
  readonly match: readonly number[];
}
