import { describe, expect, it } from 'vitest';
import type { Reply } from './client.ts';
import { faultOf, noAnswer, type Fault } from './fault.ts';
import { Pause, persistently } from './persistently.ts';

function patience(waits: number[], troubles: (string | undefined)[] = [], stopped = () => false) {
  return {
    wait: async (milliseconds: number) => { waits.push(milliseconds); },
    chance: () => 0,
    onTrouble: (fault: Fault | undefined) => { troubles.push(fault?.message); },
    stopped,
  };
}

const replies = (list: Reply<string>[]) => async (): Promise<Reply<string>> => list.shift() ?? { ok: true, value: 'done' };

describe('persistently', () => {
  it('waits out passing troubles and tells of them until they are over', async () => {
    const waits: number[] = [];
    const troubles: (string | undefined)[] = [];
    const busy = faultOf({ status: 429, body: undefined, retryAfterMs: 9000 });
    const reply = await persistently(replies([{ ok: false, fault: noAnswer }, { ok: false, fault: busy }]), patience(waits, troubles));
    expect(reply).toEqual({ ok: true, value: 'done' });
    expect(waits).toEqual([500, 9000]);
    expect(troubles).toEqual([noAnswer.message, busy.message, undefined]);
  });

  it('gives a final fault back at once', async () => {
    const waits: number[] = [];
    const fault = faultOf({ status: 409, body: { code: 'rater.already_answered', detail: 'x' } });
    expect(await persistently(replies([{ ok: false, fault }]), patience(waits))).toEqual({ ok: false, fault });
    expect(waits).toEqual([]);
  });

  it('gives up when the page is left', async () => {
    expect((await persistently(replies([{ ok: false, fault: noAnswer }]), patience([], [], () => true))).ok).toBe(false);
  });
});

it('a poked pause ends at once', async () => {
  const pause = new Pause();
  const waiting = pause.wait(60_000);
  pause.poke();
  await expect(waiting).resolves.toBeUndefined();
});
