import type { PresentationSettings } from '@lookalike/study';
import { describe, expect, it } from 'vitest';
import { playSteps } from './play-steps.ts';
import { stepsOf } from './steps.ts';

const frameMs = 10;
const settings = { order: 'brief-query', queryMs: 30, maskMs: 20, leadMs: 500 } as PresentationSettings; // the rest is not looked at
const steps = stepsOf(settings, frameMs);

/** A screen whose frames come at the given intervals, then regularly. */
function screen(intervals: readonly number[] = []) {
  let atMs = 1000;
  let count = 0;
  const shown: [name: string, atMs: number][] = [];
  return {
    shown,
    frameMs,
    nextFrame: async () => (atMs += intervals[count++] ?? frameMs),
    show: ({ name }: { name: string }) => void shown.push([name, atMs]),
    isCancelled: () => false,
  };
}

describe('playSteps', () => {
  it('shows each step for its number of frames', async () => {
    const fake = screen();
    expect(await playSteps(steps, fake)).toEqual({ shownMs: { query: 30, mask: 20 }, paintedAtMs: 1070 });
    expect(fake.shown).toEqual([['query', 1010], ['mask', 1040], ['answer', 1060]]);
  });
  it('trembling frames change no count', async () => {
    const fake = screen([10, 9.7, 10.4, 9.8, 10.1, 9.9, 10.2]);
    await playSteps(steps, fake);
    expect(fake.shown.map(([, atMs]) => Math.round(atMs))).toEqual([1010, 1040, 1060]);
  });
  it('a dropped frame is told, and does not lengthen what need not be longer', async () => {
    // The second frame of the query is dropped; the third comes in time.
    expect((await playSteps(steps, screen([10, 20])))?.shownMs).toEqual({ query: 30, mask: 20 });
    // The frame in which the mask was due is dropped.
    expect((await playSteps(steps, screen([10, 10, 10, 20])))?.shownMs).toEqual({ query: 40, mask: 20 });
  });
  it('stops when it is told to, and shows nothing more', async () => {
    const fake = screen();
    const played = await playSteps(steps, { ...fake, isCancelled: () => fake.shown.length > 0 });
    expect(played).toBeUndefined();
    expect(fake.shown).toEqual([['query', 1010]]);
  });
  it('a trial without timed steps counts from the frame after its paint', async () => {
    expect(await playSteps(stepsOf({ ...settings, order: 'all-at-once' }, frameMs), screen())).toEqual({ shownMs: {}, paintedAtMs: 1020 });
  });
});
