import { LookalikeError } from '@lookalike/errors';

/** Everything that the alignment package raises on purpose. Codes begin with `alignment.`. */
export class AlignmentError extends LookalikeError {}
