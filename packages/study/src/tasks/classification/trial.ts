import type { TaskTrial } from '../../trial.ts';

export interface ClassificationTrial extends TaskTrial {
  readonly queryHash: string;
  /** The target's: the right one. */
  readonly label: string;
  /** In the order in which the session shows them. */
  readonly labels: readonly string[];
}
