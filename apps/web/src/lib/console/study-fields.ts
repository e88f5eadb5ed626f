import { StudyConfiguration as schema } from '@lookalike/study';

/** The part of a JSON Schema that a form shows. */
interface FieldSchema {
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
}

export interface FieldLimits {
  readonly hint?: string;
  readonly min?: number;
  readonly max?: number;
  readonly maxlength?: number;
}

/** What the study's own schema says about one field, as attributes of a form's field. @param path JSON pointer, such as `/trials/perNetwork` */
export function limitsOf(path: string): FieldLimits {
  let field: FieldSchema | undefined = schema as FieldSchema; // every TypeBox schema is a JSON Schema
  for (const key of path.split('/').slice(1)) field = field?.properties?.[key];
  if (field === undefined) throw new Error(`The schema of a study's configuration has no field ${path}.`);
  const { description, minimum, maximum, maxLength } = field;
  return {
    ...(description !== undefined && { hint: description }),
    ...(minimum !== undefined && { min: minimum }),
    ...(maximum !== undefined && { max: maximum }),
    ...(maxLength !== undefined && { maxlength: maxLength }),
  };
}

/** The fields that a study's form shows, so that issues of others are shown with the message. */
export const studyFieldPaths = [
  '/title', '/question', '/estimatedMinutes', '/compensation', '/maximumSessions', '/randomSeed',
  '/trials/perNetwork', '/trials/catchCount', '/trials/practiceCount', '/trials/practicePassCount', '/trials/blockSize',
  '/display/stimulusSizePx', '/exclusion/catchPassShare', '/exclusion/minimumResponseTimeMs',
  '/texts/landing', '/texts/consent', '/texts/instructions', '/texts/debrief',
] as const;
