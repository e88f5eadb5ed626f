import type { RaterSessionRecord } from '@lookalike/store';
import { blockCount, expectedTrial, identityNotices, practiceProgress, presentTrial, sessionProgress, visibleTrials, type PictureRef, type Session } from '@lookalike/study';
import type { StudyOperation } from '@lookalike/study';
import type { LaunchedStudy } from './launched-study.ts';
import type { RaterSessionView, ResponsesView, WayOutView } from './schemas.ts';

type Brief = ResponsesView['session'];

/** Whether the rater may still answer. */
function isUnderWay({ state, consentGiven }: Session): boolean {
  return consentGiven && state !== 'completed' && state !== 'withdrawn' && state !== 'no_consent' && state !== 'screened_out' && state !== 'timed_out';
}

export function toBrief(session: Session): Brief {
  const { required, passCount, round, passed, feedback } = practiceProgress(session);
  const trialCount = session.plan.filter(({ phase }) => phase === 'practice').length;
  return {
    state: session.state,
    nextTrialIndex: isUnderWay(session) ? (expectedTrial(session)?.trialIndex ?? null) : null,
    progress: sessionProgress(session),
    practice: { required, trialCount, passCount, round, passed, feedback: feedback.map((each) => ({ ...each })) },
  };
}

export interface SessionViewParts {
  readonly study: Pick<LaunchedStudy, 'configuration' | 'consentHash' | 'identityRetention'>;
  readonly operation: StudyOperation;
  readonly record: Pick<RaterSessionRecord, 'id' | 'kind'>;
  readonly session: Session;
  /** Of a session that has ended. */
  readonly wayOut: WayOutView | undefined;
  /** The address of one of its pictures. */
  readonly pictureUrl: (picture: PictureRef) => string;
}

/** All that a rater's page needs. What an ending leads to is in it only once the session has ended that way. */
export function toRaterSessionView({ study: { configuration, consentHash, identityRetention }, operation: { contact, institution, ethicsCommittee }, record, session, wayOut, pictureUrl }: SessionViewParts): RaterSessionView {
  const { title, question, texts, task, presentation, trials } = configuration;
  const practiceCount = session.plan.filter(({ phase }) => phase === 'practice').length;
  return {
    sessionId: record.id,
    kind: record.kind,
    title,
    question,
    texts: { consent: texts.consent, consentItems: texts.consentItems, identityNotice: identityNotices[identityRetention], instructions: texts.instructions, debrief: session.state === 'completed' ? texts.debrief : '' },
    consentHash,
    contact,
    institution,
    ethicsCommittee,
    identityRetention,
    task: task.name,
    presentation,
    blockSize: trials.blockSize,
    blockCount: blockCount(session),
    trials: isUnderWay(session) ? visibleTrials(session).map((trial) => presentTrial(configuration, trial, pictureUrl)) : [],
    answered: session.responses.map(({ trialIndex, round }) => ({ trialIndex, round, phase: trialIndex < practiceCount ? 'practice' : 'main' })),
    ...toBrief(session),
    ...(wayOut === undefined ? {} : { wayOut }),
    // Pages of earlier versions read the way out of a completed session here.
    ...(session.state === 'completed' && wayOut !== undefined ? { completion: { code: wayOut.code ?? null, redirectUrl: wayOut.redirectUrl ?? null } } : {}),
  };
}
