import type { TaskName } from '@lookalike/study';
import type { AnyTaskView } from './task-view.ts';

/** How each task is shown; loaded only for a study that has it. */
export const taskViews: Readonly<Record<TaskName, () => Promise<AnyTaskView>>> = {
  '2afc': async () => (await import('./two-afc.ts')).twoAfc,
  matching: async () => (await import('./matching.ts')).matching,
  classification: async () => (await import('./classification.ts')).classification,
};
