import { Type } from 'typebox';
import { classification } from './classification/classification.ts';
import { matching } from './matching/matching.ts';
import type { AnyTask } from './task.ts';
import { twoAfc } from './two-afc/two-afc.ts';

/** Every task there is. A new one is a room beside these, its entry here, and its component in the rater's page. */
export const tasks = { '2afc': twoAfc, matching, classification } as const satisfies Readonly<Record<string, AnyTask>>;
export type TaskName = keyof typeof tasks;

/** Names a task, on the wire too. */
export const TaskName = Type.Unsafe<TaskName>(Type.Union(Object.values(tasks).map(({ name }) => Type.Literal(name))));

/** The settings of a task as a configuration has them: `name` says whose they are. */
export type TaskSettings = (typeof tasks)[TaskName]['defaults'];

/** The room of a study's task. */
export function taskOf({ task }: { readonly task: { readonly name: TaskName } }): AnyTask {
  return tasks[task.name];
}
