import type { Condition } from './condition.ts';
import type { Stimulus } from './stimulus.ts';
import type { StudyConfiguration } from './study-configuration.ts';

/** All that plans and judgements are a function of: what raters see and how they are judged. It never changes after the launch. */
export interface FrozenStudy {
  readonly configuration: StudyConfiguration;
  readonly conditions: readonly Condition[];
  /** The order does not matter. */
  readonly stimuli: readonly Stimulus[];
  /** Target ids that are always shown together, where the task's sets are hard; made at launch by `Task.sets`. */
  readonly sets?: readonly (readonly string[])[] | undefined;
}
