import { LookalikeError } from '@lookalike/errors';

/** Everything that the secrets package raises on purpose. Codes begin with `secrets.`. */
export class SecretsError extends LookalikeError {}
