import { LookalikeError } from '@lookalike/errors';

/**
 * What a device may answer instead of a result:
 * `runtime.device_unavailable`, `runtime.model_refused`, `runtime.bad_feed`, `runtime.run_failed`, `runtime.out_of_memory`.
 */
export class RuntimeError extends LookalikeError {}
