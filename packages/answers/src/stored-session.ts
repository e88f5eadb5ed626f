import type { Ending } from '@lookalike/recruiting';
import type { ResponseSubmission, ScreenFacts, SessionState } from '@lookalike/study';

/** What of a stored session judgements and rows are made from. */
export interface SessionFacts {
  readonly id: string;
  /** Random per study; the only name of the rater that leaves. */
  readonly participantId: string;
  readonly kind: 'person' | 'test' | 'simulated';
  readonly planIndex: number;
  readonly state: SessionState;
  /** How it ended; absent while it is under way, and in sessions of earlier versions where the state says it. */
  readonly ending?: Ending | undefined;
  /** Why an experimenter excluded it; absent where nobody did. */
  readonly excludedBecause?: string | undefined;
  readonly consentedAt: Date | undefined;
  readonly startedAt: Date | undefined;
  readonly completedAt: Date | undefined;
  readonly placeReleasedAt: Date | undefined;
  readonly lastSeenAt: Date;
  readonly createdAt: Date;
  readonly appVersion: string;
  readonly screen: ScreenFacts;
}

/** An answer as it is stored. */
export interface StoredResponse extends ResponseSubmission {
  readonly sessionId: string;
  readonly receivedAt: Date;
}
