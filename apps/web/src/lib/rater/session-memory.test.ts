import { describe, expect, it } from 'vitest';
import { SessionMemory, type Place } from './session-memory.ts';

function place(): Place & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}
const credentials = { sessionId: 's', token: 't' };
const refused: Place = {
  getItem: () => { throw new Error('refused'); },
  setItem: () => { throw new Error('refused'); },
  removeItem: () => { throw new Error('refused'); },
};

describe('SessionMemory', () => {
  it('a new tab is not in a session by itself, but the browser knows of one', () => {
    const browser = place();
    new SessionMemory('p', { tab: place(), browser }).keep(credentials);
    const newTab = new SessionMemory('p', { tab: place(), browser });
    expect(newTab.ofThisTab()).toBeUndefined();
    expect(newTab.ofThisBrowser()).toEqual(credentials);
  });
  it('another place never sees it', () => {
    const tab = place();
    new SessionMemory('p', { tab, browser: undefined }).keep(credentials);
    expect(new SessionMemory('q', { tab, browser: undefined }).ofThisTab()).toBeUndefined();
  });
  it('keeps nothing but id and token', () => {
    const tab = place();
    new SessionMemory('p', { tab, browser: undefined }).keep({ ...credentials, session: 'more' } as typeof credentials);
    expect(tab.kept.get('p')).toBe('{"sessionId":"s","token":"t"}');
  });
  it('a tab’s entry has one key until a session is begun with it, also where there is no storage', () => {
    let count = 0;
    const newKey = (): string => `key ${++count}`;
    for (const tab of [place(), refused]) {
      const memory = new SessionMemory('p', { tab, browser: place() });
      const first = memory.entryKey(newKey);
      expect(memory.entryKey(newKey)).toBe(first);
      memory.forgetEntryKey();
      expect(memory.entryKey(newKey)).not.toBe(first);
    }
    const tab = place();
    const first = new SessionMemory('p', { tab, browser: undefined }).entryKey(newKey);
    expect(new SessionMemory('p', { tab, browser: undefined }).entryKey(newKey)).toBe(first);
    expect(new SessionMemory('p', { tab: place(), browser: undefined }).entryKey(newKey)).not.toBe(first);
  });
  it('works without storage, and with nonsense in it', () => {
    const memory = new SessionMemory('p', { tab: refused, browser: place() });
    memory.keep(credentials);
    expect(memory.ofThisTab()).toBeUndefined();
    const tab = place();
    tab.kept.set('p', '{"sessionId":1}');
    expect(new SessionMemory('p', { tab, browser: undefined }).ofThisTab()).toBeUndefined();
  });
});
