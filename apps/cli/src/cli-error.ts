import { LookalikeError } from '@lookalike/errors';

/** Something the command line could not do, in words for the person at the terminal. */
export class CliError extends LookalikeError {}
