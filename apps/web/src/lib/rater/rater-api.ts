import type { ResponseSubmission, ScreenFacts } from '@lookalike/study';
import { api, replyOf, type Reply } from '../api/client.ts';
import type { EnteredView, EnterRequest, RaterSessionView, RaterStudyView, ResponsesView } from '../api/views.ts';

/** Who this browser is: whoever holds the token is the rater. */
export interface Credentials {
  readonly sessionId: string;
  readonly token: string;
}

/** An answer that takes longer counts as none; the request is then repeated. */
const timeLimitMs = 15_000;

export function getStudy(linkToken: string): Promise<Reply<RaterStudyView>> {
  return replyOf(api.GET('/api/rater/studies/{linkToken}', { params: { path: { linkToken } }, signal: AbortSignal.timeout(timeLimitMs) }));
}

/** Sending it again with the same key gets the same session. */
export function enterStudy(linkToken: string, request: EnterRequest): Promise<Reply<EnteredView>> {
  return replyOf(api.POST('/api/rater/studies/{linkToken}/sessions', {
    params: { path: { linkToken } },
    // With the console's sign-in, where there is one: only with it can somebody make a test without a test link.
    headers: { 'x-lookalike-request': '1' },
    body: request,
    signal: AbortSignal.timeout(timeLimitMs),
  }));
}

/** The calls of one session. */
export interface RaterApi {
  session(): Promise<Reply<RaterSessionView>>;
  consent(consentHash: string, tickedItems: readonly number[]): Promise<Reply<RaterSessionView>>;
  decline(): Promise<Reply<RaterSessionView>>;
  respond(responses: readonly ResponseSubmission[]): Promise<Reply<ResponsesView>>;
  screen(facts: ScreenFacts): Promise<Reply<unknown>>;
  /** A picture of this trial does not load. */
  pictureStuck(trial: { readonly trialIndex: number; readonly round: number }): Promise<Reply<unknown>>;
  complete(): Promise<Reply<RaterSessionView>>;
  heartbeat(): Promise<Reply<unknown>>;
  withdraw(): Promise<Reply<unknown>>;
}

export function raterApi({ sessionId, token }: Credentials): RaterApi {
  const options = () => ({
    params: { path: { sessionId } },
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(timeLimitMs),
  });
  return {
    session: () => replyOf(api.GET('/api/rater/sessions/{sessionId}', options())),
    consent: (consentHash, tickedItems) => replyOf(api.POST('/api/rater/sessions/{sessionId}/consent', { ...options(), body: { consentHash, tickedItems: [...tickedItems] } })),
    decline: () => replyOf(api.POST('/api/rater/sessions/{sessionId}/decline', options())),
    respond: (responses) => replyOf(api.POST('/api/rater/sessions/{sessionId}/responses', { ...options(), body: { responses: [...responses] } })),
    screen: (facts) => replyOf(api.POST('/api/rater/sessions/{sessionId}/screen', { ...options(), body: { ...facts } })),
    pictureStuck: ({ trialIndex, round }) => replyOf(api.POST('/api/rater/sessions/{sessionId}/picture-stuck', { ...options(), body: { trialIndex, round } })),
    complete: () => replyOf(api.POST('/api/rater/sessions/{sessionId}/complete', options())),
    heartbeat: () => replyOf(api.POST('/api/rater/sessions/{sessionId}/heartbeat', options())),
    withdraw: () => replyOf(api.POST('/api/rater/sessions/{sessionId}/withdraw', options())),
  };
}
