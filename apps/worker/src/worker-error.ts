import { LookalikeError } from '@lookalike/errors';

/** What the worker itself finds wrong with a run. Codes start with `run.`. */
export class WorkerError extends LookalikeError {}
