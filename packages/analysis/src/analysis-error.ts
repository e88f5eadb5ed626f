import { LookalikeError } from '@lookalike/errors';

/** Everything that the analysis raises on purpose: settings that mean nothing. Codes begin with `analysis.`. What data do not allow is a reason, no error. */
export class AnalysisError extends LookalikeError {}
