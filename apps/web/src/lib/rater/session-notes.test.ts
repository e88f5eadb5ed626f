import { describe, expect, it } from 'vitest';
import { SessionNotes } from './session-notes.ts';
import type { Place } from './session-memory.ts';

function place(kept = new Map<string, string>()): Place {
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}
const refuse = (): never => {
  throw new Error('refused');
};

describe('SessionNotes', () => {
  it('counts presentations over a reload, each round by itself', () => {
    const browser = place();
    const before = new SessionNotes('s', browser);
    expect([before.presented('3/0'), before.presented('3/0'), before.presented('3/1')]).toEqual([1, 2, 1]);
    expect(new SessionNotes('s', browser).presented('3/0')).toBe(3);
  });
  it('remembers the screen, for this session only', () => {
    const browser = place();
    new SessionNotes('s', browser).calibrated(4.2);
    expect(new SessionNotes('s', browser).cssPxPerMm).toBe(4.2);
    expect(new SessionNotes('t', browser).cssPxPerMm).toBeUndefined();
  });
  it('works without storage, and with nonsense in it', () => {
    const refused = new SessionNotes('s', { getItem: refuse, setItem: refuse, removeItem: refuse });
    refused.calibrated(3);
    expect([refused.cssPxPerMm, refused.presented('0/0'), refused.presented('0/0')]).toEqual([3, 1, 2]);
    for (const nonsense of ['{', '[]', '{"presentations":{"1/0":"x"}}', '{"presentations":{},"cssPxPerMm":-1}']) {
      expect(new SessionNotes('s', place(new Map([['lookalike.notes:s', nonsense]]))).presented('1/0')).toBe(1);
    }
  });
});
