import { LookalikeError } from '@lookalike/errors';

/** Everything that the perception package raises on purpose. Codes begin with `perception.`. */
export class PerceptionError extends LookalikeError {}
