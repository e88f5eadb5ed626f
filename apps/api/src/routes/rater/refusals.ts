import type { Issue } from '@lookalike/errors';
import type { StudyStatus } from '@lookalike/store';
import type { SessionIssueCode } from '@lookalike/study';
import { ApiError } from '../../http/api-error.ts';
import type { ApiErrorCode } from '../../http/error-status.ts';

/** What the session machine did not allow. Nothing was changed. */
export function stepRefused(issue: Issue): ApiError {
  const code: ApiErrorCode = issue.code as SessionIssueCode; // The machine's issues have these codes only; all of them are the API's, or this does not compile.
  return new ApiError(code, issue.message, { fix: issue.fix, issues: [issue] });
}

/** An answer's id belongs to somebody else's answer: the browser made it badly, or made it up. */
export function answersRefused(index: number): ApiError {
  const issue = {
    path: `/responses/${index}/responseId`,
    code: 'rater.already_answered',
    message: 'This response id is in use for another answer.',
    fix: 'Give every answer a new UUID.',
  };
  return new ApiError('rater.already_answered', issue.message, { fix: issue.fix, issues: [issue] });
}

export function studyNotFound(): ApiError {
  return new ApiError('rater.study_not_found', 'This link belongs to no study.', { fix: 'Check that the whole link was copied, or ask who sent it.' });
}

export function studyNotOpen(status: StudyStatus): ApiError {
  const message = status === 'draft' ? 'The study has not begun yet.' : 'The study has ended.';
  return new ApiError('rater.study_not_open', message, { fix: status === 'draft' ? 'Come back when it has.' : 'Nobody new can take part any more.' });
}

export function studyFull(): ApiError {
  return new ApiError('rater.study_full', 'All places of the study are taken at the moment.', { fix: 'A place may become free again when somebody does not go on: try later.' });
}

export function studyPaused(): ApiError {
  return new ApiError('rater.study_paused', 'The study takes nobody new at the moment.', { fix: 'Come back later: it goes on when its experimenter says so.' });
}

export function sessionNotFound(): ApiError {
  return new ApiError('rater.session_not_found', 'There is no such session.', { fix: 'Enter the study again by its link.' });
}

export function tokenWrong(): ApiError {
  return new ApiError('rater.token_wrong', 'The token is not this session’s.', { fix: 'Send the newest token that entering the study gave; entering again makes older ones invalid.' });
}
