import type { Issue } from '@lookalike/errors';
import { Type, type Static } from 'typebox';
import type { Ending } from './ending.ts';

/** As Prolific names them. */
export const RejectionCategory = Type.Union([
  Type.Literal('TOO_QUICKLY'),
  Type.Literal('TOO_SLOWLY'),
  Type.Literal('FAILED_INSTRUCTIONS'),
  Type.Literal('INCOMP_LONGITUDINAL'),
  Type.Literal('FAILED_CHECK'),
  Type.Literal('LOW_EFFORT'),
  Type.Literal('MALINGERING'),
  Type.Literal('NO_CODE'),
  Type.Literal('BAD_CODE'),
  Type.Literal('NO_DATA'),
  Type.Literal('UNSUPP_DEVICE'),
  Type.Literal('OTHER'),
]);
export type RejectionCategory = Static<typeof RejectionCategory>;

export const shortestRejection = 100;

export interface Rejection {
  readonly category: RejectionCategory;
  /** The participant reads it. */
  readonly message: string;
  /** How the session of the submission stands here; undefined where there is none. */
  readonly ending: Ending | 'under_way' | undefined;
}

/** Endings whose people Prolific wants asked to return, never rejected: they failed no fair check. */
const notRejectable: ReadonlySet<string> = new Set(['screened_out', 'no_consent', 'practice_not_passed', 'withdrawn', 'timed_out', 'completed', 'under_way']);

/** What of a rejection Prolific's policy does not allow. Empty: it may be sent. */
export function rejectionIssues({ category, message, ending }: Rejection): readonly Issue[] {
  const issues: Issue[] = [];
  if (message.trim().length < shortestRejection) {
    issues.push({ path: '/message', code: 'platform.rejection_unfit', message: `The text has ${message.trim().length} characters; Prolific wants ${shortestRejection} or more.`, fix: 'Say to the participant which checks failed, and how.' });
  }
  if (ending !== undefined && notRejectable.has(ending)) {
    issues.push({ path: '/ending', code: 'platform.rejection_unfit', message: `The session ${ending === 'under_way' ? 'is still under way' : `ended as ${ending.replaceAll('_', ' ')}`}: Prolific does not allow to reject that.`, fix: ending === 'completed' ? 'Approve it, or exclude the session by hand first, with its reason.' : 'Ask for a return, and pay for the time by a bonus where you think it right.' });
  }
  if (ending === undefined && category !== 'NO_DATA' && category !== 'NO_CODE' && category !== 'BAD_CODE') {
    issues.push({ path: '/category', code: 'platform.rejection_unfit', message: `There is no session of this submission that would show ${category}.`, fix: 'Without a session only NO_DATA, NO_CODE and BAD_CODE can be shown; better ask for a return.' });
  }
  return issues;
}
