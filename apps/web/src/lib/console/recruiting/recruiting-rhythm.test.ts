import { expect, it } from 'vitest';
import { recruitingRhythmMs, type UnderWay } from './recruiting-rhythm.ts';

const quiet: UnderWay = { status: 'live', platform: 'prolific', accounts: [], credits: [], submissions: [], actions: [] };
const watched: UnderWay = { ...quiet, accounts: [{ platform: 'prolific', isTold: false }] };
const settled = [{ owed: 'settled' }] as const;
const minuteMs = 60_000;

it.each<[string, UnderWay, number | undefined]>([
  ['without a token nothing comes by itself: files are read when somebody brings one', quiet, undefined],
  ['with one, as often as the server reads', watched, 2 * minuteMs],
  ['more often where Prolific tells of changes', { ...watched, accounts: [{ platform: 'prolific', isTold: true }] }, 15_000],
  ['a closed study is read every hour', { ...watched, status: 'closed', submissions: [{ owed: 'approve' }, ...settled] }, 60 * minuteMs],
  ['and not any more when nothing is owed', { ...watched, status: 'closed', submissions: settled }, undefined],
  ['a live one is, though nothing is owed yet', { ...watched, submissions: settled }, 2 * minuteMs],
  ['a draft has no submissions', { ...watched, status: 'draft' }, undefined],
  ['an action under way ends soon, also without a token', { ...quiet, actions: [{ state: 'doing' }] }, 5000],
  ['one that is over does not count', { ...quiet, actions: [{ state: 'done' }, { state: 'prepared' }] }, undefined],
  ['credits wait for Sona after the study has closed', { ...quiet, status: 'closed', platform: 'sona', credits: [{ state: 'waiting' }] }, 15_000],
  ['and then are all there', { ...quiet, status: 'closed', platform: 'sona', credits: [{ state: 'granted' }, { state: 'refused' }] }, undefined],
])('%s', (_, underWay, expected) => {
  expect(recruitingRhythmMs(underWay)).toBe(expected);
});
