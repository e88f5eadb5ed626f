import type { PreviewView, WayOut } from '../../api/views.ts';
import { trialKey, type TrialKey } from '../outbox.ts';
import { endedBy, notBegun, previewSession, type PreviewState } from './preview-state.ts';

export type PageName =
  | 'landing' | 'consent' | 'calibration' | 'instructions' | 'practice' | 'practice-right' | 'practice-wrong' | 'practice-again' | 'practice-passed' | 'trial' | 'break' | 'too-small'
  | 'full' | 'paused' | 'closed' | 'elsewhere'
  | Exclude<WayOut['ending'], 'full' | 'closed'>;

export interface PreviewPage {
  readonly name: PageName;
  readonly title: string;
  readonly group: 'The way through' | 'How it ends' | 'Who is not let in';
}

const way: readonly (readonly [PageName, string])[] = [
  ['landing', 'Landing page'], ['consent', 'Consent'], ['calibration', 'Size of the screen'], ['instructions', 'Instructions'], ['practice', 'Practice'], ['practice-right', 'Practice: right'],
  ['practice-wrong', 'Practice: wrong'], ['practice-again', 'Practice again'], ['practice-passed', 'Practice done'], ['trial', 'Trials'], ['break', 'Break'], ['too-small', 'Screen too small'],
];
const ends: readonly (readonly [PageName, string])[] = [
  ['completed', 'Completed'], ['failed_checks', 'Checks not passed'], ['screened_out', 'Screened out'], ['practice_not_passed', 'Practice not passed'], ['no_consent', 'Declined'],
  ['withdrawn', 'Withdrawn'], ['timed_out', 'Away for too long'],
];
const out: readonly (readonly [PageName, string])[] = [['full', 'Full'], ['paused', 'Paused'], ['closed', 'Closed'], ['elsewhere', 'Open elsewhere']];

/** The pages that a study has, in the order of a rater's way. Without trials only those that need none. */
export function pagesOf({ session }: PreviewView): readonly PreviewPage[] {
  const phases = session.trials.map(({ phase }) => phase);
  const blocks = new Set(session.trials.filter(({ phase }) => phase === 'main').map(({ blockIndex }) => blockIndex));
  const has = (name: PageName): boolean => {
    switch (name) {
      case 'calibration': return phases.length > 0 && session.presentation.sizeUnit === 'mm';
      case 'instructions': return phases.length > 0;
      case 'practice': case 'practice-right': case 'practice-wrong': case 'practice-again': case 'practice-passed': return phases.includes('practice');
      case 'trial': return phases.includes('main');
      case 'break': return blocks.size > 1;
      default: return true;
    }
  };
  const grouped = (pages: typeof way, group: PreviewPage['group']): PreviewPage[] => pages.filter(([name]) => has(name)).map(([name, title]) => ({ name, title, group }));
  return [...grouped(way, 'The way through'), ...grouped(ends, 'How it ends'), ...grouped(out, 'Who is not let in')];
}

/** Where a session stands that shows a page, and what its rater has seen by then. */
export interface PreviewStart {
  readonly state: PreviewState;
  readonly hasReadInstructions: boolean;
  readonly isCalibrated: boolean;
  /** Before these trials, the break or the interlude was taken. */
  readonly interludes: readonly TrialKey[];
}

export function startOf(preview: PreviewView, page: PageName): PreviewStart {
  const practice = preview.session.trials.filter(({ phase }) => phase === 'practice');
  const main = preview.session.trials.filter(({ phase }) => phase === 'main');
  const judged = (count: number, correct: boolean) => practice.slice(0, count).map(({ trialIndex, round }) => ({ trialIndex, round, correct }));
  const answered = (count: number, correct: boolean, inMain = 0): PreviewState => ({
    state: count + inMain === 0 ? 'consented' : 'in_progress',
    answered: [...practice.slice(0, count), ...main.slice(0, inMain)].map(({ trialIndex, round }) => ({ trialIndex, round })),
    feedback: judged(count, correct),
  });
  const at = (state: PreviewState, seen: Partial<PreviewStart> = {}): PreviewStart => ({ state, hasReadInstructions: true, isCalibrated: true, interludes: [], ...seen });
  const firstMain = main.slice(0, 1).map(trialKey);
  switch (page) {
    case 'calibration': return at(answered(0, true), { isCalibrated: false, hasReadInstructions: false });
    case 'instructions': return at(answered(0, true), { hasReadInstructions: false });
    case 'practice': return at(answered(0, true));
    case 'practice-right': return at(answered(1, true));
    case 'practice-wrong': return at(answered(1, false));
    case 'practice-again': return at(answered(practice.length, false));
    case 'practice-passed': return at(answered(practice.length, true));
    case 'trial': return at(answered(practice.length, true), { interludes: firstMain });
    case 'break': return at(answered(practice.length, true, main.filter(({ blockIndex }) => blockIndex === main[0]?.blockIndex).length));
    case 'completed': case 'failed_checks': case 'screened_out': case 'practice_not_passed': case 'no_consent': case 'withdrawn': case 'timed_out': return at(endedBy(page));
    case 'landing': case 'consent': case 'too-small': case 'full': case 'paused': case 'closed': case 'elsewhere': return at(notBegun, { isCalibrated: false, hasReadInstructions: false });
  }
}

/** The practice trial that a page talks about, and what was answered. Another answer than the right one is made of it, where there is one. */
export function judgedPractice(preview: PreviewView, page: PageName) {
  if (page !== 'practice-right' && page !== 'practice-wrong') return undefined;
  const correct = page === 'practice-right';
  const [trial] = previewSession(preview, { ...notBegun, state: 'consented' }).trials;
  const answer = preview.rightAnswers.find(({ trialIndex }) => trialIndex === trial?.trialIndex)?.answer;
  return trial === undefined || answer === undefined ? undefined : { trial, answer: correct ? answer : wrongAnswer(answer, trial.choices?.map(({ id }) => id) ?? []), correct };
}

type Answer = PreviewView['rightAnswers'][number]['answer'];

function wrongAnswer(answer: Answer, choices: readonly string[]): Answer {
  if (answer === null) return null;
  const { side, label, assignment } = answer;
  if (side !== undefined) return { ...answer, side: side === 'left' ? 'right' : 'left' };
  if (label !== undefined) return { ...answer, label: choices.find((id) => id !== label) ?? label };
  if (Array.isArray(assignment)) return { ...answer, assignment: [...(assignment as readonly unknown[]).slice(1), assignment[0]] };
  return answer;
}
