import type { ReceivedAnswer } from '../response.ts';
import type { TaskName } from '../tasks/index.ts';
import type { PlannedTrial } from '../trial.ts';

/** What rules judge: a session as it stands. Configurations are made of rules, so nothing here knows of them. */
export interface QualityFacts {
  readonly kind: 'person' | 'test' | 'simulated';
  readonly configuration: { readonly task: { readonly name: TaskName } };
  /** In the order of the plan, practice first. */
  readonly answers: readonly ReceivedAnswer[];
  /** Answered trials of the main phase. */
  readonly main: readonly { readonly trial: PlannedTrial; readonly response: ReceivedAnswer }[];
  /** Catch trials of the plan's main phase. */
  readonly plannedCatchCount: number;
  /** `round`: the one that is being answered, from 0; once passed, the round that passed. */
  readonly practice: { readonly required: boolean; readonly round: number; readonly feedback: readonly unknown[] };
  /** Whether an expected answer is still out. */
  readonly isIncomplete: boolean;
  /** By the server's clock; absent without consent. */
  readonly consentedAt: Date | undefined;
}
