import { defaultStudyConfiguration } from '@lookalike/study';
import { expect, it } from 'vitest';
import { estimatedMinutesOf, placesWanted, trialCounts } from './trial-counts.ts';

it('a session has a trial for each target and condition, and catch trials', () => {
  expect(trialCounts(defaultStudyConfiguration('2afc'), 2)).toEqual({ practice: 4, scored: 32, catches: 4, main: 36, breaks: 1 });
});

it('a trial of matching shows a set of targets', () => {
  expect(trialCounts(defaultStudyConfiguration('matching'), 3)).toMatchObject({ scored: 15, main: 19, breaks: 0 });
});

it('time grows with trials, pictures, waiting and confidence', () => {
  const plain = defaultStudyConfiguration('2afc');
  const with_ = (presentation: Partial<typeof plain.presentation>) => ({ ...plain, presentation: { ...plain.presentation, ...presentation } });
  expect(estimatedMinutesOf(plain, 2)).toBe(6);
  expect(estimatedMinutesOf(plain, 4)).toBeGreaterThan(estimatedMinutesOf(plain, 2));
  expect(estimatedMinutesOf(with_({ order: 'query-first', leadMs: 5000 }), 2)).toBeGreaterThan(6);
  expect(estimatedMinutesOf(with_({ asksConfidence: true }), 2)).toBeGreaterThan(6);
});

it('wanted answers take places', () => {
  const plain = defaultStudyConfiguration('2afc');
  const wanted = { ...plain, design: { ...plain.design, answersPerStimulus: 20 } };
  expect(placesWanted(plain, 30)).toBeUndefined();
  expect(placesWanted(wanted, 0)).toBeUndefined();
  expect(placesWanted(wanted, 32)).toBe(40);
});
