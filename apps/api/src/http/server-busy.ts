import { ApiError } from './api-error.ts';

/** Browsers that were sent away together must not come back together; the rater's page adds a random part to this. */
const retryAfterSeconds = 5;

/** What cannot be done within a few seconds is refused, so that it may be tried again. */
export function serverBusy(message: string): ApiError {
  return new ApiError('server.busy', message, { fix: 'Send the same request again after the seconds that Retry-After says.', retryAfterSeconds });
}
