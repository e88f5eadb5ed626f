import { assertNever, type Issue } from '@lookalike/errors';
import type { EntryResult, StudyStatus } from '@lookalike/store';
import type { SessionIssueCode, TrialPlace } from '@lookalike/study';
import { ApiError } from '../../http/api-error.ts';
import type { ApiErrorCode } from '../../http/error-status.ts';

/** What the session machine did not allow. Nothing was changed. */
export function stepRefused(issue: Issue): ApiError {
  const code: ApiErrorCode = issue.code as SessionIssueCode; // The machine's issues have these codes only; all of them are the API's, or this does not compile.
  return new ApiError(code, issue.message, { fix: issue.fix, issues: [issue] });
}

/** Said of a trial that the session does not have. */
export function trialUnknown({ trialIndex, round }: Pick<TrialPlace, 'trialIndex' | 'round'>): ApiError {
  return new ApiError('rater.trial_unknown', `The session has no trial ${trialIndex} in round ${round}.`, { fix: 'Name a trial of the session’s own list.' });
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

function studyNotOpen(status: StudyStatus): ApiError {
  const message = status === 'draft' ? 'The study has not begun yet.' : 'The study has ended.';
  return new ApiError('rater.study_not_open', message, { fix: status === 'draft' ? 'Come back when it has.' : 'Nobody new can take part any more.' });
}

export function studyFull(): ApiError {
  return new ApiError('rater.study_full', 'All places of the study are taken at the moment.', { fix: 'A place may become free again when somebody does not go on: try later.' });
}

/** @param contact whom raters can write to; may be empty */
export function linkUnfilled(parameters: readonly string[], contact: string): ApiError {
  return new ApiError('rater.link_unfilled', `Your link is not complete: ${parameters.join(', ')} ${parameters.length === 1 ? 'was' : 'were'} not filled in by the site that you came from.`, {
    expected: 'A link in which that site has put your own id.',
    fix: `Open the study again from that site. If that does not help, tell ${contact === '' ? 'whoever gave you the link' : contact}.`,
  });
}

export function isPreview(): ApiError {
  return new ApiError('rater.preview', 'This is a preview: the task has not been accepted yet.', { fix: 'Accept the task first; then begin.' });
}

function openElsewhere(freeAt: Date, now: Date): ApiError {
  return new ApiError('rater.open_elsewhere', 'You have this study open in another window or on another device.', {
    fix: 'Go on there. If that window is closed, wait until it has been silent for two minutes, and open your link again.',
    retryAfterSeconds: Math.max(1, Math.ceil((freeAt.getTime() - now.getTime()) / 1000)),
  });
}

function goneOn(): ApiError {
  return new ApiError('rater.gone_on', 'This entry’s session went on in another window or on another device.', { fix: 'Go on there, or open your link again to go on here.' });
}

function takenAgain(): ApiError {
  return new ApiError('rater.taken_again', 'You have begun this study before, and it can be taken only once.', { fix: 'Return the task on the site that you came from.' });
}

function unknownRater(): ApiError {
  return new ApiError('rater.unknown', 'Nobody has begun this study by this link.', { fix: 'Enter as somebody new.' });
}

function tookPartBefore(): ApiError {
  return new ApiError('rater.took_part_before', 'You have taken part in an earlier study of this kind, and this one needs people who have not.', { fix: 'Return the task on the site that you came from.' });
}

function notInvited(): ApiError {
  return new ApiError('rater.not_invited', 'This study is for people who finished an earlier one.', { fix: 'Open the link by which you were invited, from the same site as then.' });
}

function tooManyEntries(): ApiError {
  return new ApiError('rater.too_many_entries', 'Too many people have opened this study from your network and not gone on.', { fix: 'Try again in ten minutes.', retryAfterSeconds: 600 });
}

export function testLinkWrong(): ApiError {
  return new ApiError('rater.test_link_wrong', 'This test link is not one of this study.', { fix: 'Copy the test link from the study’s page in the console, or sign in there first.' });
}

export function kindRefused(): ApiError {
  return new ApiError('rater.kind_refused', 'Only the study’s experimenters and their programs can make test and simulated sessions.', { fix: 'Use the study’s test link, or send an experimenter’s token that may simulate raters.' });
}

function studyPaused(): ApiError {
  return new ApiError('rater.study_paused', 'The study takes nobody new at the moment.', { fix: 'Come back later: it goes on when its experimenter says so.' });
}

export function sessionNotFound(): ApiError {
  return new ApiError('rater.session_not_found', 'There is no such session.', { fix: 'Enter the study again by its link.' });
}

export function tokenWrong(): ApiError {
  return new ApiError('rater.token_wrong', 'The token is not this session’s.', { fix: 'Send the newest token that entering the study gave; entering again makes older ones invalid.' });
}

/** Why somebody was not let in. */
export function refusedEntry(result: Exclude<EntryResult, { readonly token: string }>, now: Date): ApiError {
  switch (result.outcome) {
    case 'open_elsewhere': return openElsewhere(result.freeAt, now);
    case 'gone_on': return goneOn();
    case 'taken_again': return takenAgain();
    case 'unknown': return unknownRater();
    case 'took_part_before': return tookPartBefore();
    case 'not_invited': return notInvited();
    case 'too_many_entries': return tooManyEntries();
    case 'full': return studyFull();
    case 'paused': return studyPaused();
    case 'not_open': return studyNotOpen(result.status);
    case 'not_found': return studyNotFound();
    default: return assertNever(result);
  }
}
