import type { ResponseRecord } from '@lookalike/store';
import type { ResponseSubmission } from '@lookalike/study';

/** A stored answer in the form in which it was sent. */
export function toSubmission({ sessionId: _sessionId, receivedAt: _receivedAt, presentedAt, ...response }: ResponseRecord): ResponseSubmission {
  return { ...response, presentedAt: presentedAt.toISOString() };
}
