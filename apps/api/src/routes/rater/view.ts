import type { RaterSessionRecord } from '@lookalike/store';
import { expectedTrial, practiceProgress, presentTrial, sessionProgress, visibleTrials, type Session } from '@lookalike/study';
import { stimulusUrl } from '../files/urls.ts';
import type { StudyOperation } from '@lookalike/study';
import type { LaunchedStudy } from './launched-study.ts';
import type { RaterSessionView, ResponsesView } from './schemas.ts';

type Brief = ResponsesView['session'];

/** Whether the rater may still answer. */
function isUnderWay({ state, consentGiven }: Session): boolean {
  return consentGiven && state !== 'completed' && state !== 'withdrawn' && state !== 'no_consent';
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
  readonly study: LaunchedStudy;
  readonly operation: StudyOperation;
  readonly record: RaterSessionRecord;
  readonly session: Session;
  /** Only of a completed session. */
  readonly redirectUrl: string | undefined;
}

/** All that a rater's page needs. The completion code is in it in one case only: a person's session is completed. Nobody is paid for a test or a program. */
export function toRaterSessionView({ study: { configuration, consentHash }, operation: { completionCode, contact }, record, session, redirectUrl }: SessionViewParts): RaterSessionView {
  const { title, question, texts, task, presentation, trials } = configuration;
  const practiceCount = session.plan.filter(({ phase }) => phase === 'practice').length;
  return {
    sessionId: record.id,
    kind: record.kind,
    title,
    question,
    texts: { consent: texts.consent, consentItems: texts.consentItems, instructions: texts.instructions, debrief: texts.debrief },
    consentHash,
    contact,
    task: task.name,
    presentation,
    blockSize: trials.blockSize,
    trials: isUnderWay(session) ? visibleTrials(session).map((trial) => presentTrial(configuration, trial, stimulusUrl)) : [],
    answered: session.responses.map(({ trialIndex, round }) => ({ trialIndex, round, phase: trialIndex < practiceCount ? 'practice' : 'main' })),
    ...toBrief(session),
    ...(session.state === 'completed' ? { completion: record.kind === 'person' ? { code: completionCode, redirectUrl: redirectUrl ?? null } : { code: null, redirectUrl: null } } : {}),
  };
}
