import type { PresentedTrial, ResponseSubmission } from '@lookalike/study';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../api/client.ts';
import { faultOf, noAnswer, type Fault } from '../api/fault.ts';
import type { ResponsesView } from '../api/views.ts';
import { emptyOutbox, nextBatch, trialKey, withAccepted, withAnswer, withServerView, type Outbox } from './outbox.ts';
import { ResponseSender } from './response-sender.ts';

const trials: PresentedTrial[] = [0, 1, 2].map((trialIndex) => ({ trialIndex, blockIndex: 0, phase: 'main', round: 0, pictures: [] }));
const totals = { progress: { total: 3 }, practice: { trialCount: 0 }, blockCount: 1 };
const answer = (trialIndex: number, responseId = `id-${trialIndex}`): ResponseSubmission => ({
  responseId, trialIndex, round: 0, answer: { side: 'left' }, responseTimeMs: 1, presentedAt: '', focusLossCount: 0, viewportWidthPx: 1, viewportHeightPx: 1,
  devicePixelRatio: 1, inputType: 'mouse', imageLoadMs: 1,
});

/** A page and a server: `trouble` is what the next requests get instead of an answer. */
function stage(trouble: (Fault | 'unheard')[] = []) {
  const page: { outbox: Outbox; failure: Fault | undefined; onWait: () => void } = { outbox: withServerView(emptyOutbox, { ...totals, trials, answered: [] }), failure: undefined, onWait: () => {} };
  const server = new Map<string, ResponseSubmission>();
  const batches: number[] = [];
  const send = async (batch: readonly ResponseSubmission[]): Promise<Reply<ResponsesView>> => {
    batches.push(batch.length);
    const fault = trouble.shift();
    if (fault !== undefined && fault !== 'unheard') return { ok: false, fault };
    const clash = batch.find((each) => (server.get(trialKey(each))?.responseId ?? each.responseId) !== each.responseId);
    if (clash !== undefined) return { ok: false, fault: faultOf({ status: 409, body: { code: 'rater.already_answered', detail: 'x' } }) };
    for (const each of batch) server.set(trialKey(each), each);
    if (fault === 'unheard') return { ok: false, fault: noAnswer };
    return { ok: true, value: { accepted: batch.map(({ responseId, trialIndex, round }) => ({ responseId, trialIndex, round })), session: {} as ResponsesView['session'] } }; // not looked at here
  };
  const sender = new ResponseSender({
    batch: () => nextBatch(page.outbox),
    send,
    onAccepted: async ({ accepted }) => { page.outbox = withAccepted(page.outbox, accepted); },
    onConflict: async () => {
      const before = page.outbox.waiting.length;
      page.outbox = withServerView(page.outbox, { ...totals, trials, answered: trials.filter((trial) => server.has(trialKey(trial))) });
      return page.outbox.waiting.length < before;
    },
    onFailure: (fault) => { page.failure = fault; },
    patience: { wait: async () => { page.onWait(); }, chance: () => 0, onTrouble: () => {}, stopped: () => false },
  });
  const give = (trialIndex: number, id?: string) => { page.outbox = withAnswer(page.outbox, answer(trialIndex, id)); };
  return { page, server, sender, batches, give };
}

describe('ResponseSender', () => {
  it('sends again what the server stored without being heard, and it is stored once', async () => {
    const { page, server, sender, give } = stage(['unheard']);
    give(0);
    await sender.flush();
    expect(server.size).toBe(1);
    expect(page.outbox.waiting).toEqual([]);
  });

  it('takes what was answered while offline along on the next try', async () => {
    const { page, sender, batches, give } = stage([noAnswer]);
    give(0);
    page.onWait = () => give(1);
    await sender.flush();
    expect(batches).toEqual([1, 2]);
    expect(page.outbox.waiting).toEqual([]);
  });

  it('goes on from the server’s view when another window answered first', async () => {
    const { page, server, sender, give } = stage();
    server.set('0/0', answer(0, 'theirs'));
    give(0, 'mine');
    give(1);
    await sender.flush();
    expect(server.get('0/0')?.responseId).toBe('theirs');
    expect(server.has('1/0')).toBe(true);
    expect(page.failure).toBeUndefined();
  });

  it('stops and keeps what waits when the server will never take it', async () => {
    const fault = faultOf({ status: 403, body: { code: 'rater.token_wrong', detail: 'x' } });
    const { page, sender, batches, give } = stage([fault]);
    give(0);
    await sender.flush();
    expect(page.failure).toBe(fault);
    expect(page.outbox.waiting).toHaveLength(1);
    expect(batches).toEqual([1]);
  });

  it('stops rather than loop on a conflict that the server’s view does not resolve', async () => {
    const fault = faultOf({ status: 409, body: { code: 'rater.out_of_order', detail: 'x' } });
    const { page, sender, batches, give } = stage([fault, fault, fault]);
    give(0);
    await sender.flush();
    expect(page.failure).toBe(fault);
    expect(batches).toEqual([1]);
  });

  it('calls while it runs share one run', async () => {
    const { sender, batches, give } = stage();
    give(0);
    await Promise.all([sender.flush(), sender.flush()]);
    expect(batches).toEqual([1]);
  });
});
