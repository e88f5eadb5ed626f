import { LookalikeError } from '@lookalike/errors';

/** What is wrong with an exported data set. Codes begin with `answers.`. */
export class ReadBackError extends LookalikeError {}
