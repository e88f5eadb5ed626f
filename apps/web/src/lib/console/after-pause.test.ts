import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { afterPause } from './after-pause.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a word that is typed is asked for once, when no more letters come', () => {
  const asked: string[] = [];
  const ask = afterPause(300, (text: string) => asked.push(text));
  for (const text of ['b', 'bi', 'bir', 'bird']) {
    ask(text);
    vi.advanceTimersByTime(299);
  }
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(asked).toEqual(['bird']);
});

it('what waits is not asked for any more once it is cancelled', () => {
  const asked: string[] = [];
  const ask = afterPause(300, (text: string) => asked.push(text));
  ask('b');
  ask.cancel();
  vi.advanceTimersByTime(1000);
  expect(asked).toEqual([]);
});
