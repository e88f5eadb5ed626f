import type { PresentedTrial, ResponseSubmission } from '@lookalike/study';
import { describe, expect, it } from 'vitest';
import type { PreviewView } from '../../api/views.ts';
import { emptyOutbox, withServerView } from '../outbox.ts';
import { nothingSeen, stageOf } from '../stage.ts';
import { judgedPractice, pagesOf, startOf, type PageName } from './preview-pages.ts';
import { notBegun, previewSession, withResponses } from './preview-state.ts';

const trial = (trialIndex: number, phase: 'practice' | 'main', blockIndex = 0): PresentedTrial => ({ trialIndex, phase, blockIndex, round: 0, pictures: [] });
const trials = [trial(0, 'practice'), trial(1, 'practice'), trial(2, 'main'), trial(3, 'main'), trial(4, 'main', 1)];

/** Only what these functions look at. */
function previewOf(shown: readonly PresentedTrial[], { sizeUnit = 'mm', mostPracticeRounds = null }: { readonly sizeUnit?: string; readonly mostPracticeRounds?: number | null } = {}): PreviewView {
  const session = { state: 'assigned', trials: shown, presentation: { sizeUnit }, texts: { debrief: 'About it.' }, practice: { passCount: 2, required: true } };
  return {
    session,
    mostPracticeRounds,
    rightAnswers: [{ trialIndex: 0, answer: { side: 'left' } }, { trialIndex: 1, answer: { side: 'right' } }],
    waysOut: [{ ending: 'completed', code: 'SAMPLE-CODE', redirectUrl: 'https://panel.example/', waitSeconds: 6, task: 'go_back' }, { ending: 'timed_out', task: 'return_task' }],
  } as unknown as PreviewView;
}
const preview = previewOf(trials);

function stageAt(page: PageName) {
  const { state, hasReadInstructions, isCalibrated, interludes } = startOf(preview, page);
  const view = previewSession(preview, state);
  return stageOf(view, withServerView(emptyOutbox, view), { ...nothingSeen, instructions: hasReadInstructions, card: isCalibrated, interludes: new Set(interludes) });
}

describe('every page of a preview shows what it says', () => {
  it.each<[PageName, object]>([
    ['consent', { kind: 'consent' }],
    ['calibration', { kind: 'calibration' }],
    ['instructions', { kind: 'instructions' }],
    ['practice', { kind: 'trial', trial: { trialIndex: 0 } }],
    ['practice-again', { kind: 'interlude', interlude: 'practice-again' }],
    ['practice-passed', { kind: 'interlude', interlude: 'practice-passed' }],
    ['trial', { kind: 'trial', trial: { trialIndex: 2, phase: 'main' } }],
    ['break', { kind: 'interlude', interlude: 'break' }],
    ['completed', { kind: 'completed' }],
    ['failed_checks', { kind: 'completed' }],
    ['screened_out', { kind: 'ended', ending: 'screened_out' }],
    ['practice_not_passed', { kind: 'ended', ending: 'practice_not_passed' }],
    ['no_consent', { kind: 'ended', ending: 'no_consent' }],
    ['withdrawn', { kind: 'ended', ending: 'withdrawn' }],
    ['timed_out', { kind: 'ended', ending: 'timed_out' }],
  ])('%s', (page, stage) => expect(stageAt(page)).toMatchObject(stage));

  it('a practice answer is right on one page and wrong on the other', () => {
    expect(judgedPractice(preview, 'practice-right')).toMatchObject({ trial: { trialIndex: 0 }, answer: { side: 'left' }, correct: true });
    expect(judgedPractice(preview, 'practice-wrong')).toMatchObject({ answer: { side: 'right' }, correct: false });
  });
});

it('a study has the pages that its settings and trials make', () => {
  const names = (view: PreviewView) => pagesOf(view).map(({ name }) => name);
  expect(names(preview)).toEqual(expect.arrayContaining(['calibration', 'practice-again', 'break']));
  const short = names(previewOf(trials.slice(2, 4), { sizeUnit: 'px' }));
  for (const name of ['calibration', 'practice', 'break']) expect(short).not.toContain(name);
  expect(names(previewOf([]))).not.toContain('trial');
  expect(names(previewOf([]))).toEqual(expect.arrayContaining(['landing', 'consent', 'completed']));
});

it('no page leaves the preview', () => {
  const { wayOut } = previewSession(preview, startOf(preview, 'completed').state);
  expect(wayOut).toEqual({ ending: 'completed', code: 'SAMPLE-CODE', redirectUrl: '#preview', task: 'go_back' });
});

describe('answers', () => {
  const answer = (trialIndex: number, side: string, round = 0) => ({ responseId: `${trialIndex}`, trialIndex, round, answer: { side } }) as unknown as ResponseSubmission;

  it('practice is judged, repeated where too little is right, and leads to the trials', () => {
    const first = withResponses(preview, { ...notBegun, state: 'consented' }, [answer(0, 'left'), answer(1, 'left')]);
    expect(first.reply).toMatchObject({ feedback: [{ correct: true }, { correct: false }], session: { practice: { round: 1, passed: false } } });
    const second = withResponses(preview, first.state, [answer(0, 'left', 1), answer(1, 'right', 1)]);
    expect(second.reply.session).toMatchObject({ practice: { round: 1, passed: true }, nextTrialIndex: 2, state: 'in_progress' });
    expect(previewSession(preview, second.state).trials.map(({ trialIndex }) => trialIndex)).toEqual([0, 1, 2, 3, 4]);
  });

  it('practice that is tried too often ends the way, as it does for raters', () => {
    const strict = previewOf(trials, { mostPracticeRounds: 2 });
    const first = withResponses(strict, { ...notBegun, state: 'consented' }, [answer(0, 'right'), answer(1, 'left')]);
    expect(first.state.state).toBe('in_progress');
    const second = withResponses(strict, first.state, [answer(0, 'right', 1), answer(1, 'left', 1)]);
    expect(second.reply.session.state).toBe('screened_out');
    expect(previewSession(strict, second.state)).toMatchObject({ trials: [], wayOut: { ending: 'practice_not_passed' } });
  });

  it('the last one leads to the end', () => {
    const { state } = withResponses(preview, startOf(preview, 'trial').state, [answer(2, 'left'), answer(3, 'left'), answer(4, 'left')]);
    expect(state.state).toBe('all_acknowledged');
  });
});
