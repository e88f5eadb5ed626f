import type { PresentedTrial, ResponseSubmission } from '@lookalike/study';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyOutbox, mainProgress, nextBatch, nextTrial, trialKey, wantsMore, withAccepted, withAnswer, withServerView, type Outbox } from './outbox.ts';

const trial = (trialIndex: number, phase: 'practice' | 'main' = 'main', round = 0): PresentedTrial =>
  ({ trialIndex, blockIndex: 0, phase, round, pictures: [] });
/** Of four trials without practice, unless it is about them. */
const totals = { progress: { total: 4 }, practice: { trialCount: 0 }, blockCount: 1 };

const answer = ({ trialIndex, round }: { trialIndex: number; round: number }, responseId = `id-${trialIndex}-${round}`): ResponseSubmission => ({
  responseId, trialIndex, round, answer: { side: 'left' }, responseTimeMs: 600, presentedAt: '2026-01-01T00:00:00.000Z', focusLossCount: 0,
  viewportWidthPx: 390, viewportHeightPx: 800, devicePixelRatio: 2, inputType: 'touch', imageLoadMs: 10,
});

const trials = [trial(0), trial(1), trial(2), trial(3)];
const opened = withServerView(emptyOutbox, { ...totals, trials, answered: [] });

describe('outbox', () => {
  it('presents trials in order and never one that was answered here', () => {
    expect(nextTrial(opened)?.trialIndex).toBe(0);
    expect(nextTrial(withAnswer(opened, answer(trial(0))))?.trialIndex).toBe(1);
  });

  it('takes a trial’s first answer only', () => {
    const once = withAnswer(opened, answer(trial(0), 'first'));
    expect(withAnswer(once, answer(trial(0), 'second'))).toBe(once);
  });

  it('forgets an answer only when the server lists it', () => {
    const two = withAnswer(withAnswer(opened, answer(trial(0))), answer(trial(1)));
    const after = withAccepted(two, [{ responseId: 'id-0-0', trialIndex: 0, round: 0 }]);
    expect(after.waiting.map(({ trialIndex }) => trialIndex)).toEqual([1]);
    expect(after.answered.has('0/0')).toBe(true);
  });

  it('sends in the order of the trials even when the answers were given in another', () => {
    const outbox: Outbox = { ...opened, waiting: [answer(trial(1)), answer(trial(0))] };
    expect(nextBatch(outbox).map(({ trialIndex }) => trialIndex)).toEqual([0, 1]);
  });

  it('holds back answers behind a trial that has none', () => {
    const outbox: Outbox = { ...opened, waiting: [answer(trial(0)), answer(trial(2))] };
    expect(nextBatch(outbox).map(({ trialIndex }) => trialIndex)).toEqual([0]);
    expect(nextTrial(outbox)?.trialIndex).toBe(1);
  });

  it('sends at most fifty answers at once, and at most what one request holds', () => {
    const many = Array.from({ length: 120 }, (_, index) => trial(index));
    const begun = withServerView(emptyOutbox, { ...totals, trials: many, answered: [] });
    const brief = many.reduce((outbox, each) => withAnswer(outbox, answer(each)), begun);
    const wordy = many.reduce((outbox, each) => withAnswer(outbox, { ...answer(each), comment: '画'.repeat(1000) }), begun);
    for (const outbox of [brief, wordy]) {
      const batch = nextBatch(outbox);
      expect(batch.length).toBeLessThanOrEqual(50);
      expect(batch.length).toBeGreaterThan(0);
      expect(new TextEncoder().encode(JSON.stringify({ responses: batch })).length).toBeLessThanOrEqual(32 * 1024);
    }
    expect(nextBatch(wordy).length).toBeLessThan(nextBatch(brief).length);
  });

  it('drops what another window has answered in the meantime', () => {
    const outbox = withAnswer(opened, answer(trial(0), 'mine'));
    expect(withServerView(outbox, { ...totals, trials, answered: [{ trialIndex: 0, round: 0 }] }).waiting).toEqual([]);
  });

  it('drops answers to trials that the server does not ask for, so that they cannot hold up completion', () => {
    const outbox: Outbox = { ...opened, waiting: [answer(trial(0, 'practice', 3))] };
    expect(withServerView(outbox, { ...totals, trials, answered: [] }).waiting).toEqual([]);
  });

  it('keeps rounds of practice apart', () => {
    const second = withServerView(emptyOutbox, { ...totals, trials: [trial(0, 'practice', 1)], answered: [{ trialIndex: 0, round: 0 }] });
    expect(nextTrial(second)?.round).toBe(1);
  });

  it('counts main trials only', () => {
    const outbox = withServerView(emptyOutbox, { trials: [trial(0, 'practice'), trial(1), trial(2)], answered: [{ trialIndex: 0, round: 0 }], progress: { total: 9 }, practice: { trialCount: 1 }, blockCount: 4 });
    expect(mainProgress(withAnswer(outbox, answer(trial(1))))).toEqual({ answered: 1, total: 8 });
    const later = withServerView(outbox, { trials: [trial(5)], answered: [0, 1, 2, 3, 4].map((trialIndex) => ({ trialIndex, round: 0 })), progress: { total: 9 }, practice: { trialCount: 1 }, blockCount: 4 });
    expect(mainProgress(withAnswer(later, answer(trial(5))))).toEqual({ answered: 5, total: 8 });
  });

  it('wants the block after the next once the next one has begun, and after the last none', () => {
    const inBlock = (trialIndex: number): PresentedTrial => ({ ...trial(trialIndex), blockIndex: 1 + Math.floor(trialIndex / 2) });
    const here = (from: number, answeredCount: number): Outbox =>
      withServerView(emptyOutbox, { trials: [0, 1, 2, 3].map((i) => inBlock(from + i)).filter(({ blockIndex }) => blockIndex <= 3), answered: Array.from({ length: answeredCount }, (_, i) => inBlock(i)), progress: { total: 6 }, practice: { trialCount: 0 }, blockCount: 3 });
    expect([here(0, 0), here(0, 1), here(0, 2), here(0, 3), here(0, 4)].map(wantsMore)).toEqual([false, false, true, true, false]);
    expect([here(2, 2), here(2, 3), here(2, 4), here(4, 5)].map(wantsMore)).toEqual([false, false, false, false]);
    const practising = withServerView(emptyOutbox, { ...totals, trials: [trial(0, 'practice')], answered: [], blockCount: 3 });
    expect(wantsMore(practising)).toBe(false);
  });

  it('loses and doubles nothing, whatever order answering, sending, failing and reloading come in', () => {
    const steps = fc.array(fc.constantFrom('answer', 'send', 'send-unheard', 'reload'), { maxLength: 60 });
    fc.assert(fc.property(steps, (sequence) => {
      const server = new Map<string, string>();
      let outbox = opened;
      let made = 0;
      for (const step of [...sequence, 'send', 'reload'] as const) {
        const next = nextTrial(outbox);
        if (step === 'answer' && next !== undefined) outbox = withAnswer(outbox, answer(next, `made-${made++}`));
        if (step === 'send' || step === 'send-unheard') {
          const batch = nextBatch(outbox);
          for (const each of batch) {
            // The server refuses a second answer to a trial.
            expect(server.get(trialKey(each)) ?? each.responseId).toBe(each.responseId);
            server.set(trialKey(each), each.responseId);
          }
          if (step === 'send') outbox = withAccepted(outbox, batch);
        }
        if (step === 'reload') {
          const answered = trials.filter((each) => server.has(trialKey(each)));
          outbox = withServerView({ ...emptyOutbox, waiting: outbox.waiting }, { ...totals, trials, answered });
        }
      }
      expect(server.size).toBe(made);
      expect(outbox.waiting).toEqual([]);
    }));
  });
});
