import { StudyConfiguration, StudyOperation, tasks, type TaskName } from '@lookalike/study';
import { limitsIn, mostItemsIn, type FieldLimits } from '../schema-limits.ts';

/** What the study's own schema says about one field, as attributes of a form's field. @param path JSON pointer, such as `/trials/catchCount` */
export function limitsOf(path: string): FieldLimits {
  return limitsIn(StudyConfiguration, path);
}

/** How many items a list of the configuration may have. */
export function mostItemsOf(path: string): number {
  return mostItemsIn(StudyConfiguration, path);
}

/** What the schema says about a field of the operation. */
export function operationLimitsOf(path: string): FieldLimits {
  return limitsIn(StudyOperation, path);
}

/** And about a task's own settings. */
export function taskLimitsOf(task: TaskName, path: string): FieldLimits {
  return limitsIn(tasks[task].settings, path);
}

/** The fields that a study's form shows, so that issues of others are shown with the message. */
export const studyFieldPaths = [
  '/title', '/question', '/estimatedMinutes', '/randomSeed', '/task', '/task/name', '/design/targets', '/design/perCondition', '/design/answersPerStimulus',
  '/trials/catchCount', '/trials/practiceCount', '/trials/practicePassCount', '/trials/blockSize',
  '/presentation/order', '/presentation/leadMs', '/presentation/queryMs', '/presentation/maskMs', '/presentation/answerLimitMs', '/presentation/sizeUnit', '/presentation/size',
  '/presentation/smallestSizePx', '/presentation/scaling', '/presentation/asksConfidence', '/presentation/asksComment',
  '/texts/landing', '/texts/consent', '/texts/consentItems', '/texts/instructions', '/texts/debrief',
] as const;

/** Settings that some task's part of the form shows. */
export const taskFieldPaths = ['/task/setSize', '/task/sets', '/task/sets/kind', '/task/sets/distance', '/task/labels', '/task/onlyNamedByNetwork'] as const;
