import type { Condition } from './condition.ts';
import type { Stimulus } from './stimulus.ts';

/** What a study shows, apart from how it is configured: all that a task needs to know of it beside its settings. */
export interface StudyContent {
  readonly conditions: readonly Condition[];
  /** The order does not matter. */
  readonly stimuli: readonly Stimulus[];
  /** Target ids that are always shown together, where the task's sets are hard; made at launch by `Task.sets`. */
  readonly sets?: readonly (readonly string[])[] | undefined;
}
