import { assertNever, type Issue } from '@lookalike/errors';
import { expectedTrial, missingTrialIndices, type Session } from './session.ts';
import { issueOfAnswer } from './issue-of-answer.ts';
import type { ReceivedAnswer } from './response.ts';
import type { SessionState } from './trial.ts';

/** What can happen to a session. All but `time-out` and `screen-out` come from the rater. */
export type SessionEvent =
  | { readonly kind: 'consent'; readonly consentHash: string; readonly tickedItems: readonly number[] }
  | { readonly kind: 'decline' }
  | { readonly kind: 'response'; readonly response: ReceivedAnswer }
  /** `tooLate`: the place went to somebody else, and the study does not take what is finished after that. `failedChecks`: a rule of the study that ends sessions is failed. */
  | { readonly kind: 'complete'; readonly tooLate?: boolean; readonly failedChecks?: boolean }
  | { readonly kind: 'withdraw' }
  /** The lease ran out. The place is given back; a rater who returns goes on where they were. */
  | { readonly kind: 'time-out' }
  /** A rule of the study ends it. What was answered stays. */
  | { readonly kind: 'screen-out'; readonly ending: 'screened_out' | 'practice_not_passed' }
  /** A sign of life, such as a heartbeat or a reload. */
  | { readonly kind: 'return' };

export type SessionStep = { readonly session: Session } | { readonly issue: Issue };

/** Codes of {@link nextSession}. */
export type SessionIssueCode =
  | 'rater.consent_required'
  | 'rater.consent_changed'
  | 'rater.consent_incomplete'
  | 'rater.already_answered'
  | 'rater.out_of_order'
  | 'rater.answer_unfit'
  | 'rater.responses_missing'
  | 'rater.already_finished';

/**
 * The one rule for what a session becomes: `(session, event) -> session or issue`. An issue means that nothing changed.
 * Repeating an event that has already been applied returns the very same session, so events may be sent again at will.
 */
export function nextSession(session: Session, event: SessionEvent): SessionStep {
  switch (event.kind) {
    case 'consent': return consent(session, event.consentHash, event.tickedItems);
    case 'decline': return decline(session);
    case 'response': return respond(session, event.response);
    case 'complete': return complete(session, event);
    case 'withdraw': return withdraw(session);
    case 'time-out': return { session: isOpen(session.state) ? { ...session, state: 'timed_out', ending: 'timed_out' } : session };
    case 'screen-out': return { session: isFinished(session.state) ? session : { ...session, state: 'screened_out', ending: event.ending } };
    case 'return': return { session: revived(session) };
    default: return assertNever(event);
  }
}

function consent(session: Session, consentHash: string, tickedItems: readonly number[]): SessionStep {
  const current = revived(session);
  if (isFinished(current.state)) return alreadyFinished(current.state);
  if (consentHash !== current.consentHash) {
    return issue('rater.consent_changed', '/consentHash', 'The consent text is not the one of this study.', 'Load the session again, show the text it has now, and ask for consent to that.');
  }
  const unticked = Array.from({ length: current.configuration.texts.consentItems.length }, (_, item) => item).filter((item) => !tickedItems.includes(item));
  if (unticked.length > 0) {
    return issue('rater.consent_incomplete', '/tickedItems', `Not every item is ticked: ${unticked.join(', ')} missing.`, 'Every item has to be ticked to take part; else decline.');
  }
  return { session: current.state === 'assigned' ? { ...current, consentGiven: true, state: 'consented' } : current };
}

function decline(session: Session): SessionStep {
  if (session.state === 'no_consent') return { session };
  const current = revived(session);
  if (current.state === 'assigned') return { session: { ...current, state: 'no_consent', ending: 'no_consent' } };
  return issue('rater.already_finished', '', 'Consent was already given or the session has ended.', 'To stop taking part, withdraw: the answers are then deleted.');
}

function respond(session: Session, response: ReceivedAnswer): SessionStep {
  const known = session.responses.find(({ responseId }) => responseId === response.responseId);
  if (known !== undefined) {
    if (known.trialIndex === response.trialIndex && known.round === response.round) return { session };
    return issue('rater.already_answered', '/responseId', `The response ${response.responseId} belongs to trial ${known.trialIndex}.`, 'Give every answer a new UUID.');
  }
  const current = revived(session);
  if (current.state === 'assigned') return consentRequired();
  const { trialIndex, round } = response;
  if (current.responses.some((other) => other.trialIndex === trialIndex && other.round === round)) {
    return issue('rater.already_answered', '/trialIndex', `Trial ${trialIndex} (round ${round}) has been answered, and answers are not changed.`, 'Load the session and go on with its next trial.');
  }
  if (isFinished(current.state)) return alreadyFinished(current.state);
  const expected = expectedTrial(current);
  if (expected === undefined) return alreadyFinished(current.state);
  if (expected.trialIndex !== trialIndex || expected.round !== round) {
    return issue('rater.out_of_order', '/trialIndex', `Trial ${trialIndex} (round ${round}) is not the next one: ${expected.trialIndex} (round ${expected.round}) is.`,
      'Send the answers in the order of the trials; load the session to see where it stands.');
  }
  const unfit = issueOfAnswer(current.configuration, expected, response.answer);
  if (unfit !== undefined) return { issue: unfit };
  const answered: Session = { ...current, responses: [...current.responses, response] };
  return { session: { ...answered, state: workingState(answered) } };
}

function complete(session: Session, { tooLate = false, failedChecks = false }: Extract<SessionEvent, { readonly kind: 'complete' }>): SessionStep {
  if (session.state === 'completed') return { session };
  const current = revived(session);
  if (current.state === 'all_acknowledged' && tooLate) return { session: { ...current, state: 'timed_out', ending: 'timed_out' } };
  if (current.state === 'all_acknowledged') return { session: { ...current, state: 'completed', ending: failedChecks ? 'failed_checks' : 'completed' } };
  if (isFinished(current.state)) return alreadyFinished(current.state);
  if (current.state === 'assigned') return consentRequired();
  const missing = missingTrialIndices(current);
  return issue('rater.responses_missing', '', `${missing.length} answers have not arrived: trials ${missing.join(', ')}.`, 'Send them, then complete.');
}

function withdraw(session: Session): SessionStep {
  if (session.state === 'withdrawn') return { session };
  if (session.state === 'no_consent') return alreadyFinished(session.state);
  return { session: { ...session, state: 'withdrawn', ending: 'withdrawn', responses: [] } };
}

/** A timed-out session in the state that its answers imply; every other session as it is. */
function revived(session: Session): Session {
  if (session.state !== 'timed_out') return session;
  const { ending: _, ...underWay } = session;
  return { ...underWay, state: workingState(session) };
}

function workingState(session: Session): SessionState {
  if (!session.consentGiven) return 'assigned';
  if (session.responses.length === 0) return 'consented';
  return expectedTrial(session) === undefined ? 'all_acknowledged' : 'in_progress';
}

function isOpen(state: SessionState): boolean {
  return state === 'assigned' || state === 'consented' || state === 'in_progress';
}

function isFinished(state: SessionState): boolean {
  return state === 'completed' || state === 'no_consent' || state === 'withdrawn' || state === 'screened_out';
}

function consentRequired(): SessionStep {
  return issue('rater.consent_required', '', 'Consent has not been given.', 'Show the consent text and send the consent first.');
}

function alreadyFinished(state: SessionState): SessionStep {
  return issue('rater.already_finished', '', `The session has ended: it is ${state.replaceAll('_', ' ')}.`, 'Nothing more can be added to it.');
}

function issue(code: SessionIssueCode, path: string, message: string, fix: string): SessionStep {
  return { issue: { path, code, message, fix } };
}
