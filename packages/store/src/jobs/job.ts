import type { Static, TSchema } from 'typebox';

/** How a job that failed for reasons outside it (a lost database, say) is tried again. */
export interface RetryPolicy {
  readonly limit: number;
  readonly delaySeconds: number;
  /** Doubles the delay each time. */
  readonly backoff: boolean;
}

/** A kind of work as data. Producers need only this; the handler lives with the worker. */
export interface JobDefinition<Payload extends TSchema = TSchema> {
  readonly name: string;
  /** Raised when the payload changes its shape. A job of another version is logged and left alone. */
  readonly version: number;
  readonly payload: Payload;
  readonly retry: RetryPolicy;
  /** A handler that takes longer is taken for dead and the job is given to another. At most a day less a second. */
  readonly expireInSeconds: number;
  /** Two waiting jobs with equal keys are one. Absent: every job is its own. */
  readonly key?: (payload: Static<Payload>) => string;
}

/** Declares a kind of work; only there to infer the payload's type. */
export function defineJob<const Payload extends TSchema>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}
