/** What a failed request means for what was to be sent: try again later, or stop and say so. */
export type Verdict = 'retry' | 'final';

const retriedStatuses: ReadonlySet<number> = new Set([408, 425, 429]);
/** Retried unless Lookalike itself gave the answer: a proxy or a restarting server may say these for a moment. */
const retriedWithoutCode: ReadonlySet<number> = new Set([401, 403, 404]);

/**
 * Judges a failed request of a rater's browser.
 * @param status HTTP status, or `undefined` when no answer came (network error, time-out).
 * @param code The stable code of our own problem answer; `undefined` when the answer was not ours.
 */
export function verdictOf({ status, code }: { readonly status: number | undefined; readonly code: string | undefined }): Verdict {
  if (status === undefined || status >= 500 || retriedStatuses.has(status)) return 'retry';
  return code === undefined && retriedWithoutCode.has(status) ? 'retry' : 'final';
}

const firstDelayMs = 500;
const longestDelayMs = 20_000;

/**
 * Milliseconds to wait before try number `attempt` + 1: doubled each time, up to 20 s, with up to half taken off by
 * chance so that a hall full of raters does not return in the same moment.
 * @param attempt Failed tries so far, from 1.
 * @param chance In [0, 1).
 * @param retryAfterMs What the server asked for, if it did; never waited for less.
 */
export function backOffMs({ attempt, chance, retryAfterMs = 0 }: { readonly attempt: number; readonly chance: number; readonly retryAfterMs?: number | undefined }): number {
  const fullMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return Math.max(fullMs * (1 - chance / 2), retryAfterMs);
}

/** Reads a `Retry-After` header given in seconds; a date or nonsense counts as absent. */
export function parseRetryAfterMs(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1000 : undefined;
}
