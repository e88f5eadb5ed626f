import type { ResponseSubmission } from '@lookalike/study';
import type { PreviewView, RaterSessionView, ResponsesView, WayOut } from '../../api/views.ts';

type State = RaterSessionView['state'];
type Feedback = RaterSessionView['practice']['feedback'][number];

/** Where a preview stands: what a server would have stored, kept in the page and nowhere else. */
export interface PreviewState {
  readonly state: State;
  readonly ending?: WayOut['ending'];
  readonly answered: readonly { readonly trialIndex: number; readonly round: number }[];
  readonly feedback: readonly Feedback[];
}

export const notBegun: PreviewState = { state: 'assigned', answered: [], feedback: [] };

/** How a session ends that has this ending. */
const stateOfEnding: Readonly<Partial<Record<WayOut['ending'], State>>> = {
  completed: 'completed',
  failed_checks: 'completed',
  screened_out: 'screened_out',
  practice_not_passed: 'screened_out',
  no_consent: 'no_consent',
  withdrawn: 'withdrawn',
  timed_out: 'timed_out',
};

export function endedBy(ending: WayOut['ending']): PreviewState {
  return { ...notBegun, state: stateOfEnding[ending] ?? 'completed', ending };
}

/** The way out of an ending, without leaving: its link leads nowhere. */
export function stayingOut({ waysOut }: PreviewView, ending: WayOut['ending']): WayOut {
  const { waitSeconds: _, ...wayOut } = waysOut.find((each) => each.ending === ending) ?? { ending, task: 'nothing' as const };
  return wayOut.redirectUrl === undefined ? wayOut : { ...wayOut, redirectUrl: '#preview' };
}

/** The practice that is under way: its round from 0, and whether it is passed. */
function practiceOf({ session }: PreviewView, { feedback }: PreviewState): { readonly round: number; readonly passed: boolean } {
  const trialCount = session.trials.filter(({ phase }) => phase === 'practice').length;
  if (trialCount === 0) return { round: 0, passed: true };
  const round = feedback.at(-1)?.round ?? 0;
  const ofRound = feedback.filter((each) => each.round === round);
  if (ofRound.length < trialCount) return { round, passed: false };
  const passed = ofRound.filter(({ correct }) => correct).length >= session.practice.passCount;
  return { round: passed ? round : round + 1, passed };
}

/** What a server would say of a session that stands there. */
export function previewSession(preview: PreviewView, state: PreviewState): RaterSessionView {
  const { session } = preview;
  const { round, passed } = practiceOf(preview, state);
  const practice = session.trials.filter(({ phase }) => phase === 'practice').map((trial) => ({ ...trial, round }));
  const isUnderWay = state.state === 'consented' || state.state === 'in_progress' || state.state === 'all_acknowledged';
  const trials = isUnderWay ? [...practice, ...(passed ? session.trials.filter(({ phase }) => phase === 'main') : [])] : [];
  const isAnswered = (trial: { readonly trialIndex: number; readonly round: number }): boolean => state.answered.some((each) => each.trialIndex === trial.trialIndex && each.round === trial.round);
  return {
    ...session,
    state: state.state,
    texts: { ...session.texts, debrief: state.state === 'completed' ? session.texts.debrief : '' },
    trials,
    answered: state.answered.map(({ trialIndex, round: ofAnswer }) => ({ trialIndex, round: ofAnswer, phase: trialIndex < practice.length ? ('practice' as const) : ('main' as const) })),
    nextTrialIndex: trials.find((trial) => !isAnswered(trial))?.trialIndex ?? null,
    progress: { answered: trials.filter(isAnswered).length, total: session.trials.length },
    practice: { ...session.practice, required: practice.length > 0, trialCount: practice.length, round, passed, feedback: [...state.feedback] },
    ...(state.ending === undefined ? {} : { wayOut: stayingOut(preview, state.ending) }),
  };
}

/** Takes answers as a server would, and forgets all of them but where they were. */
export function withResponses(preview: PreviewView, before: PreviewState, responses: readonly ResponseSubmission[]): { readonly state: PreviewState; readonly reply: ResponsesView } {
  const practiceCount = preview.session.trials.filter(({ phase }) => phase === 'practice').length;
  const judged = responses.flatMap(({ trialIndex, round, answer }): Feedback[] => {
    if (trialIndex >= practiceCount) return [];
    const right = preview.rightAnswers.find((each) => each.trialIndex === trialIndex)?.answer;
    return [{ trialIndex, round, correct: right !== undefined && sameAnswer(right, answer) }];
  });
  const answered = [...before.answered, ...responses.map(({ trialIndex, round }) => ({ trialIndex, round }))];
  const working: PreviewState = { ...before, state: 'in_progress', answered, feedback: [...before.feedback, ...judged] };
  const state = ended(preview, working);
  const { nextTrialIndex, progress, practice } = previewSession(preview, state);
  return {
    state,
    reply: { accepted: responses.map(({ responseId, trialIndex, round }) => ({ responseId, trialIndex, round })), session: { state: state.state, nextTrialIndex, progress, practice }, feedback: judged },
  };
}

/** Where answers lead: on, to the end of the trials, or out where practice was tried too often. */
function ended(preview: PreviewView, working: PreviewState): PreviewState {
  const { round, passed } = practiceOf(preview, working);
  if (!passed && preview.mostPracticeRounds !== null && round >= preview.mostPracticeRounds) return { ...working, state: 'screened_out', ending: 'practice_not_passed' };
  return passed && previewSession(preview, working).nextTrialIndex === null ? { ...working, state: 'all_acknowledged' } : working;
}

/** Answers are small plain objects of one task: their members may come in any order. */
function sameAnswer(first: unknown, second: unknown): boolean {
  if (typeof first !== 'object' || first === null || typeof second !== 'object' || second === null) return first === second;
  const [left, right] = [Object.entries(first), new Map(Object.entries(second))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && sameAnswer(value, right.get(key)));
}
