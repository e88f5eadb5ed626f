import { StudyConfiguration, StudyOperation, tasks, type TaskName } from '@lookalike/study';

/** The part of a JSON Schema that a form shows. */
interface FieldSchema {
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  /** A value or null. */
  readonly anyOf?: readonly FieldSchema[];
}

export interface FieldLimits {
  readonly hint?: string;
  readonly min?: number;
  readonly max?: number;
  readonly maxlength?: number;
}

function limitsIn(schema: FieldSchema, path: string): FieldLimits {
  let field: FieldSchema | undefined = schema;
  for (const key of path.split('/').slice(1)) field = (field?.anyOf?.find(({ properties }) => properties !== undefined) ?? field)?.properties?.[key];
  if (field === undefined) throw new Error(`The schema has no field ${path}.`);
  const { minimum, maximum, maxLength } = field.anyOf?.find(({ type }) => type !== 'null') ?? field;
  const { description } = field;
  return {
    ...(description !== undefined && { hint: description }),
    ...(minimum !== undefined && { min: minimum }),
    ...(maximum !== undefined && { max: maximum }),
    ...(maxLength !== undefined && { maxlength: maxLength }),
  };
}

// Every TypeBox schema is a JSON Schema.

/** What the study's own schema says about one field, as attributes of a form's field. @param path JSON pointer, such as `/trials/catchCount` */
export function limitsOf(path: string): FieldLimits {
  return limitsIn(StudyConfiguration as FieldSchema, path);
}

/** The same of a field of the operation. */
export function operationLimitsOf(path: string): FieldLimits {
  return limitsIn(StudyOperation as FieldSchema, path);
}

/** The same of a task's own settings. */
export function taskLimitsOf(task: TaskName, path: string): FieldLimits {
  return limitsIn(tasks[task].settings as FieldSchema, path);
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
