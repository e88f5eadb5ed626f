import { LookalikeError, type Issue } from '@lookalike/errors';
import type { ApiErrorCode } from './error-status.ts';

export interface ApiErrorFacts {
  /** What would have been right. */
  readonly expected?: string;
  /** What to do. */
  readonly fix?: string;
  readonly issues?: readonly Issue[];
  /** For the Retry-After header. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** Codes of packages below, which the API passes on with facts of its own. */
export type PassedOnCode = `graph.${string}`;

/** An error that the API answers with: its code decides the HTTP status (`error-status.ts`). */
export class ApiError extends LookalikeError {
  override readonly code: ApiErrorCode | PassedOnCode;
  readonly facts: ApiErrorFacts;

  constructor(code: ApiErrorCode | PassedOnCode, message: string, facts: ApiErrorFacts = {}) {
    super(code, message, {}, facts.cause === undefined ? {} : { cause: facts.cause });
    this.code = code;
    this.facts = facts;
  }
}
