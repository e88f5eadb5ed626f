import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openAdmission } from './entry-admission.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limits = { atOnce: 2, waiting: 3, waitMs: 5_000 };

/** Entries that end when they are told to. */
function entries(admission = openAdmission(limits)) {
  const under_way: { studyLink: string; end: () => void }[] = [];
  const enter = (studyLink: string): Promise<string> =>
    admission.admit(studyLink, () => new Promise<string>((resolve) => {
      const entry = { studyLink, end: (): void => (under_way.splice(under_way.indexOf(entry), 1), resolve('entered')) };
      under_way.push(entry);
    })).catch((error: { code: string; facts: object }) => `${error.code} ${JSON.stringify(error.facts)}`);
  return { enter, links: () => under_way.map(({ studyLink }) => studyLink), endFirst: async () => (under_way[0]?.end(), vi.advanceTimersByTimeAsync(0)) };
}

it('one entry of a study at a time, few studies at once, in the order of their coming', async () => {
  const { enter, links, endFirst } = entries();
  const all = ['a', 'a', 'b', 'c', 'a'].map(enter);
  expect(links()).toEqual(['a', 'b']);
  await endFirst();
  expect(links()).toEqual(['b', 'a']);
  await endFirst();
  expect(links()).toEqual(['a', 'c']);
  for (let entry = 0; entry < 3; entry++) await endFirst();
  expect(await Promise.all(all)).toEqual(Array.from({ length: 5 }, () => 'entered'));
});

it('who would wait too long, and who comes when many wait, is told to come again', async () => {
  const { enter, links, endFirst } = entries();
  const hanging = enter('a');
  const waiting = ['a', 'a', 'a'].map(enter);
  expect(await enter('a')).toMatch(/^server\.busy .*"retryAfterSeconds":5/);
  await vi.advanceTimersByTimeAsync(5_000);
  for (const late of await Promise.all(waiting)) expect(late).toMatch(/^server\.busy/);
  // Whoever gave up takes no turn later.
  await endFirst();
  expect(links()).toEqual([]);
  expect(await hanging).toBe('entered');
});

it('an entry that fails gives its turn on', async () => {
  const admission = openAdmission(limits);
  await expect(admission.admit('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await admission.admit('a', async () => 'entered')).toBe('entered');
});
