import type { ResponseSubmission, SessionState } from '@lookalike/study';
import type { EnteredView, EnterRequest, RaterSessionView, RaterStudyView, ResponsesView } from './schemas.ts';

/** Who asks: the session of the address, and the token that the browser holds. */
export interface RaterAccess {
  readonly sessionId: string;
  readonly token: string;
}

export interface RaterService {
  /** @throws ApiError rater.study_not_found */
  landing(linkToken: string): Promise<RaterStudyView>;
  /** @throws ApiError rater.study_not_open, rater.study_full */
  enter(linkToken: string, request: EnterRequest): Promise<{ entered: EnteredView; created: boolean }>;
  /** @throws ApiError rater.session_not_found, rater.token_wrong (so do all below) */
  session(access: RaterAccess): Promise<RaterSessionView>;
  consent(access: RaterAccess, consent: { consentHash: string; tickedItems: readonly number[] }): Promise<RaterSessionView>;
  decline(access: RaterAccess): Promise<RaterSessionView>;
  /** All or none of the answers. @throws ApiError rater.already_answered, rater.out_of_order, rater.consent_required */
  respond(access: RaterAccess, responses: readonly ResponseSubmission[]): Promise<ResponsesView>;
  /** @throws ApiError rater.responses_missing */
  complete(access: RaterAccess): Promise<RaterSessionView>;
  heartbeat(access: RaterAccess): Promise<{ state: SessionState }>;
  withdraw(access: RaterAccess): Promise<{ state: SessionState }>;
}
