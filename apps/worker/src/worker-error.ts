import { LookalikeError } from '@lookalike/errors';

/** What the worker itself finds wrong with a run or an image set. Codes start with `run.` or `image_set.`. */
export class WorkerError extends LookalikeError {}
