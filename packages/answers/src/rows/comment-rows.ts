import type { CommentRow } from '@lookalike/dataset';
import type { JudgedSession } from '../judge-session.ts';

/** What a rater wrote, as rows of the table of comments: to be given out only where somebody asks for it. */
export function commentRows({ session, trials }: JudgedSession): readonly CommentRow[] {
  return trials.flatMap(({ trial: { trialIndex }, response: { responseId, comment } }) =>
    comment === undefined || comment === '' ? [] : [{ trial_id: responseId, participant_id: session.participantId, session_id: session.id, trial_index: trialIndex, comment }]);
}
