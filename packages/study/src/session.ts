import type { Ending } from '@lookalike/recruiting';
import { planPracticeRound } from './design/plan-practice.ts';
import type { ReceivedAnswer } from './response.ts';
import type { StudyConfiguration } from './study-configuration.ts';
import { taskOf } from './tasks/index.ts';
import type { PlannedTrial, SessionState } from './trial.ts';

/**
 * A rater's session as a value: what was planned, what is required, where it stands, and every accepted answer in order.
 * `nextSession` makes the next one from it; nothing changes it in place.
 */
export interface Session {
  /** What `planSession` gave: practice round 0, then the main phase. */
  readonly plan: readonly PlannedTrial[];
  readonly configuration: StudyConfiguration;
  /** SHA-256 of what is read before consenting: `hashOfJson(consentRead(configuration, retention))`. */
  readonly consentHash: string;
  readonly consentGiven: boolean;
  readonly state: SessionState;
  /** How it ended; absent while it is under way. */
  readonly ending?: Ending;
  /** Append-only, in the order of the plan. Empty after a withdrawal. */
  readonly responses: readonly ReceivedAnswer[];
}

/** The part of a configuration that a rater consents to. */
export function consentOf({ texts }: StudyConfiguration): { readonly consent: string; readonly consentItems: readonly string[] } {
  return { consent: texts.consent, consentItems: texts.consentItems };
}

/** How long it is kept what a platform calls somebody who declined or withdrew. `at_once`: not at all. */
export type IdentityRetention = 'at_once' | 'until_settled';

/** What a rater reads about it with the consent text; empty where that text says it itself, as those of earlier studies do. */
export const identityNotices: Readonly<Record<IdentityRetention, string>> = {
  at_once: '',
  until_settled:
    'If you came from a recruiting platform, what it calls you is stored encrypted and apart from your answers, so that you can come back and be paid. \
If you decline or withdraw, it is kept until that is settled with the platform, for 30 days at most; then only a code remains by which nobody can tell who you are.',
};

/** What the hash stored with a consent is of: everything that was read before it. */
export function consentRead(configuration: StudyConfiguration, retention: IdentityRetention): object {
  const notice = identityNotices[retention];
  return { ...consentOf(configuration), ...(notice === '' ? {} : { notice }) };
}

export interface SessionParts {
  readonly configuration: StudyConfiguration;
  readonly plan: readonly PlannedTrial[];
  readonly consentHash: string;
  /** From the store; absent for a new session. */
  readonly state?: SessionState;
  /** From the store, of a session that has ended. */
  readonly ending?: Ending | undefined;
  /** Needed with state `timed_out` only: whether consent had been given before. The other states tell. */
  readonly consentGiven?: boolean;
  /** From the store, in any order; absent for a new session. */
  readonly responses?: readonly ReceivedAnswer[];
}

/**
 * Puts a session together: a new one (state `assigned`), or one that was stored. Stored answers come in any order; they
 * are put into the order in which the plan asks for them.
 */
export function openSession({ configuration, plan, consentHash, state = 'assigned', ending, consentGiven, responses = [] }: SessionParts): Session {
  const practiceCount = plan.filter(({ phase }) => phase === 'practice').length;
  // Practice has the lower trial indices, but its later rounds have higher round numbers than the main phase.
  const isPractice = (response: ReceivedAnswer): boolean => response.trialIndex < practiceCount;
  const inOrder = [...responses].sort((a, b) =>
    Number(isPractice(b)) - Number(isPractice(a)) || a.round - b.round || a.trialIndex - b.trialIndex);
  return {
    plan,
    configuration,
    consentHash,
    consentGiven: consentGiven ?? (state !== 'assigned' && state !== 'no_consent' && (state !== 'timed_out' || responses.length > 0)),
    state,
    ...endingOf(state, ending),
    responses: inOrder,
  };
}

/** What a state alone tells of how a session ended: earlier versions stored no more. */
const endingOfState: Partial<Readonly<Record<SessionState, Ending>>> = {
  completed: 'completed',
  no_consent: 'no_consent',
  withdrawn: 'withdrawn',
  timed_out: 'timed_out',
  screened_out: 'screened_out',
};

function endingOf(state: SessionState, stored: Ending | undefined): Pick<Session, 'ending'> {
  const ending = stored ?? endingOfState[state];
  return ending === undefined ? {} : { ending };
}

export interface PracticeProgress {
  /** Whether the study has practice at all. */
  readonly required: boolean;
  readonly passCount: number;
  /** The round that is being answered, from 0; once passed, the round that passed. */
  readonly round: number;
  readonly passed: boolean;
  /** Every practice answer so far, with whether it was right. */
  readonly feedback: readonly { readonly trialIndex: number; readonly round: number; readonly correct: boolean }[];
}

/** Where the practice stands. A round that is answered in full and has enough right answers passes; else the next one begins. */
export function practiceProgress(session: Session): PracticeProgress {
  const practiceCount = session.plan.filter(({ phase }) => phase === 'practice').length;
  const feedback: { trialIndex: number; round: number; correct: boolean }[] = [];
  let round = 0;
  let passed = practiceCount === 0;
  let trials: readonly PlannedTrial[] = [];
  let correctCount = 0;
  const { configuration } = session;
  const task = taskOf(configuration);
  const passCount = configuration.trials.practicePassCount;
  for (const { trialIndex, round: answeredRound, answer } of session.responses) {
    if (passed || trialIndex >= practiceCount) break;
    if (trialIndex === 0) {
      trials = planPracticeRound(configuration, session.plan, answeredRound);
      correctCount = 0;
    }
    const trial = trials[trialIndex];
    const correct = trial !== undefined && answer !== null && task.isRight(trial, answer);
    if (correct) correctCount++;
    feedback.push({ trialIndex, round: answeredRound, correct });
    if (trialIndex === practiceCount - 1) {
      passed = correctCount >= passCount;
      if (!passed) round = answeredRound + 1;
    }
  }
  return { required: practiceCount > 0, passCount, round, passed, feedback };
}

/** The trial that must be answered next, or `undefined` when every expected answer is there. */
export function expectedTrial(session: Session): PlannedTrial | undefined {
  const { passed, round, feedback } = practiceProgress(session);
  if (!passed) return planPracticeRound(session.configuration, session.plan, round)[feedback.filter((answer) => answer.round === round).length];
  const mainAnsweredCount = session.responses.length - feedback.length;
  return session.plan.filter(({ phase }) => phase === 'main')[mainAnsweredCount];
}

/**
 * What the browser may load now: the current round of practice; once practice is passed, all of the block that the next trial is in and of the block
 * after it, so that a lost connection does not stop the rater. After the last trial its block stays. Nothing before consent.
 */
export function visibleTrials(session: Session): readonly PlannedTrial[] {
  const { plan, responses, configuration } = session;
  if (!session.consentGiven || session.state === 'withdrawn') return [];
  const { passed, round, feedback } = practiceProgress(session);
  if (!passed) return planPracticeRound(configuration, plan, round);
  const main = plan.filter(({ phase }) => phase === 'main');
  const current = (main[responses.length - feedback.length] ?? main.at(-1))?.blockIndex ?? 0;
  return main.filter(({ blockIndex }) => blockIndex === current || blockIndex === current + 1);
}

/** Blocks of the main phase; they count from 1. */
export function blockCount({ plan }: Session): number {
  return new Set(plan.filter(({ phase }) => phase === 'main').map(({ blockIndex }) => blockIndex)).size;
}

/** Trial indices of the main phase, and of the current practice round, that have no accepted answer yet. */
export function missingTrialIndices(session: Session): readonly number[] {
  const { passed, round } = practiceProgress(session);
  const practice = passed ? [] : planPracticeRound(session.configuration, session.plan, round);
  const expected = [...practice, ...session.plan.filter(({ phase }) => phase === 'main')];
  const answered = new Set(session.responses.map((response) => `${response.trialIndex}/${response.round}`));
  return expected.filter((trial) => !answered.has(`${trial.trialIndex}/${trial.round}`)).map(({ trialIndex }) => trialIndex);
}

/** Answered and planned trials. Practice counts once, however often it was repeated. */
export function sessionProgress(session: Session): { readonly answered: number; readonly total: number } {
  return { answered: session.plan.length - missingTrialIndices(session).length, total: session.plan.length };
}
