import { LookalikeError } from '@lookalike/errors';

/** Everything that the study package raises on purpose. Codes begin with `study.`. */
export class StudyError extends LookalikeError {}
