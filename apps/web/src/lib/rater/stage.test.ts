import type { PresentationSettings, PresentedTrial } from '@lookalike/study';
import { describe, expect, it } from 'vitest';
import type { RaterSessionView } from '../api/views.ts';
import { emptyOutbox, withServerView } from './outbox.ts';
import { blockPosition, nothingSeen, practiceScore, stageOf } from './stage.ts';

const trial = (trialIndex: number, phase: 'practice' | 'main', blockIndex = 0, round = 0): PresentedTrial =>
  ({ trialIndex, blockIndex, phase, round, pictures: [] });

const presentation = { sizeUnit: 'css-px' } as PresentationSettings; // the rest is not looked at
const view = (state: RaterSessionView['state'], practice: Partial<RaterSessionView['practice']> = {}): RaterSessionView => ({
  sessionId: 's', kind: 'person', state, title: '', question: '', texts: { consent: '', consentItems: [], identityNotice: '', instructions: '', debrief: '' }, consentHash: '', contact: '', institution: '', ethicsCommittee: '', identityRetention: 'until_settled', task: '2afc', presentation, blockSize: 2, blockCount: 2,
  practice: { required: true, trialCount: 2, passCount: 2, round: 0, passed: false, feedback: [], ...practice }, trials: [], answered: [], nextTrialIndex: null, progress: { answered: 0, total: 6 },
});

const practice = [trial(0, 'practice'), trial(1, 'practice')];
const main = [trial(2, 'main', 1), trial(3, 'main', 1), trial(4, 'main', 2), trial(5, 'main', 2)];
const totals = { progress: { total: 6 }, practice: { trialCount: 2 }, blockCount: 2 };
const outbox = (trials: PresentedTrial[], answeredCount: number) =>
  withServerView(emptyOutbox, { ...totals, trials, answered: trials.slice(0, answeredCount) });
const read = { ...nothingSeen, instructions: true };

describe('stageOf', () => {
  it('asks for consent before anything else', () => {
    expect(stageOf(view('assigned'), emptyOutbox, nothingSeen)).toEqual({ kind: 'consent' });
  });
  it('asks for consent when the session timed out before it was given', () => {
    expect(stageOf(view('timed_out'), emptyOutbox, nothingSeen)).toEqual({ kind: 'consent' });
  });
  it('shows the instructions once, and not again to somebody who has begun', () => {
    expect(stageOf(view('consented'), outbox(practice, 0), nothingSeen).kind).toBe('instructions');
    expect(stageOf(view('consented'), outbox(practice, 0), read)).toEqual({ kind: 'trial', trial: practice[0] });
    expect(stageOf(view('in_progress'), outbox(practice, 1), nothingSeen)).toEqual({ kind: 'trial', trial: practice[1] });
  });
  it('asks for the card before anything that shows pictures, once, and only where millimetres matter', () => {
    const inMm: RaterSessionView = { ...view('consented'), presentation: { ...presentation, sizeUnit: 'mm' } };
    expect(stageOf(inMm, outbox(practice, 0), nothingSeen)).toEqual({ kind: 'calibration' });
    expect(stageOf({ ...inMm, state: 'in_progress' }, outbox(practice, 1), nothingSeen)).toEqual({ kind: 'calibration' });
    expect(stageOf(inMm, outbox(practice, 0), { ...nothingSeen, card: true })).toEqual({ kind: 'instructions' });
    expect(stageOf({ ...inMm, state: 'assigned' }, emptyOutbox, nothingSeen)).toEqual({ kind: 'consent' });
  });
  it('waits for the server after a round of practice', () => {
    expect(stageOf(view('in_progress'), outbox(practice, 2), read)).toEqual({ kind: 'saving', then: 'more-trials' });
    expect(stageOf(view('in_progress', { passed: true }), outbox(practice, 2), read)).toEqual({ kind: 'saving', then: 'more-trials' });
  });
  it('says so before practice is repeated', () => {
    const again = [trial(0, 'practice', 0, 1), trial(1, 'practice', 0, 1)];
    const repeated = withServerView(emptyOutbox, { ...totals, trials: again, answered: practice });
    expect(stageOf(view('in_progress', { round: 1 }), repeated, read)).toEqual({ kind: 'interlude', interlude: 'practice-again', before: '0/1' });
    expect(stageOf(view('in_progress', { round: 1 }), repeated, { ...read, interludes: new Set(['0/1']) })).toEqual({ kind: 'trial', trial: again[0] });
  });
  it('pauses between practice and trials, and between blocks', () => {
    const all = [...practice, ...main];
    const passed = view('in_progress', { passed: true });
    expect(stageOf(passed, outbox(all, 2), read)).toEqual({ kind: 'interlude', interlude: 'practice-passed', before: '2/0' });
    expect(stageOf(passed, outbox(all, 3), read)).toEqual({ kind: 'trial', trial: main[1] });
    expect(stageOf(passed, outbox(all, 4), read)).toEqual({ kind: 'interlude', interlude: 'break', before: '4/0' });
  });
  it('pauses in the same places when only the current block and the next are here', () => {
    const passed = view('in_progress', { passed: true });
    const first = withServerView(emptyOutbox, { ...totals, trials: main, answered: practice });
    expect(stageOf(passed, first, read)).toEqual({ kind: 'interlude', interlude: 'practice-passed', before: '2/0' });
    const last = main.slice(2);
    const answeredBefore = (count: number) => [...practice, ...main.slice(0, count)];
    expect(stageOf(passed, withServerView(emptyOutbox, { ...totals, trials: last, answered: answeredBefore(2) }), read)).toEqual({ kind: 'interlude', interlude: 'break', before: '4/0' });
    expect(stageOf(passed, withServerView(emptyOutbox, { ...totals, trials: last, answered: answeredBefore(3) }), read)).toEqual({ kind: 'trial', trial: main[3] });
  });
  it('waits for more when what is here is answered and is not all', () => {
    const shown = withServerView(emptyOutbox, { ...totals, trials: main.slice(0, 2), answered: [...practice, ...main.slice(0, 2)] });
    expect(stageOf(view('in_progress', { passed: true }), shown, read)).toEqual({ kind: 'saving', then: 'more-trials' });
  });
  it('does not pause before the first trial of a study without practice', () => {
    const shown = withServerView(emptyOutbox, { trials: [trial(0, 'main', 1)], answered: [], progress: { total: 1 }, practice: { trialCount: 0 }, blockCount: 1 });
    expect(stageOf(view('consented', { required: false, trialCount: 0, passed: true }), shown, read)).toEqual({ kind: 'trial', trial: trial(0, 'main', 1) });
  });
  it('completes only after every trial', () => {
    expect(stageOf(view('in_progress', { passed: true }), outbox([...practice, ...main], 6), read)).toEqual({ kind: 'saving', then: 'completion' });
  });
  it('completes what the server has counted in full, even without trials at hand', () => {
    expect(stageOf(view('all_acknowledged'), emptyOutbox, nothingSeen)).toEqual({ kind: 'saving', then: 'completion' });
  });
  it.each(['no_consent', 'withdrawn', 'screened_out'] as const)('%s has a page of its own', (state) => {
    expect(stageOf(view(state), emptyOutbox, nothingSeen)).toEqual({ kind: 'ended', ending: state });
    expect(stageOf(view('completed'), emptyOutbox, nothingSeen)).toEqual({ kind: 'completed' });
  });
  it('an ending that the server names is one, whatever is still unanswered', () => {
    const timedOut: RaterSessionView = { ...view('timed_out'), wayOut: { ending: 'timed_out', task: 'return_task' } };
    expect(stageOf(timedOut, outbox(practice, 1), read)).toEqual({ kind: 'ended', ending: 'timed_out' });
  });
});

it('a round’s score counts that round only', () => {
  const feedback = [{ trialIndex: 0, round: 0, correct: false }, { trialIndex: 1, round: 0, correct: true }, { trialIndex: 0, round: 1, correct: true }];
  expect(practiceScore(view('in_progress', { feedback }), 0)).toEqual({ correct: 1, answered: 2 });
});

it('blocks count from one', () => {
  const all = [...practice, ...main];
  expect(blockPosition(outbox(all, 3))).toEqual({ block: 1, blockCount: 2, answered: 1, total: 4 });
  expect(blockPosition(outbox(all, 5))).toEqual({ block: 2, blockCount: 2, answered: 3, total: 4 });
  expect(blockPosition(outbox(all, 6))).toEqual({ block: 2, blockCount: 2, answered: 4, total: 4 });
  // Whatever of the session is here.
  expect(blockPosition(withServerView(emptyOutbox, { ...totals, trials: main.slice(2), answered: all.slice(0, 5) }))).toEqual({ block: 2, blockCount: 2, answered: 3, total: 4 });
});
