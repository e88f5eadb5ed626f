import { expect, it } from 'vitest';
import { balanceSentence, forecastSentence, paceSentence } from './pace-words.ts';

const now = new Date('2026-05-04T09:00:00.000Z');

it('says the pace, and over which time', () => {
  expect(paceSentence({ completionsPerHour: 2.533, overHours: 6 })).toBe('2.5 people an hour, over the last 6 h');
  expect(paceSentence({ completionsPerHour: 0, overHours: 0.5 })).toBe('nobody over the last 30 min');
});

it('says when the places will be full, or why not', () => {
  expect(forecastSentence({ completedCount: 3, places: 9, fullAt: '2026-05-04T12:00:00.000Z' }, { isPaused: false, now })).toContain('in 3 h at this pace');
  expect(forecastSentence({ completedCount: 9, places: 9, fullAt: null }, { isPaused: true, now })).toBe('all open places are completed');
  expect(forecastSentence({ completedCount: 3, places: 9, fullAt: null }, { isPaused: true, now })).toBe('not while it is paused');
  expect(forecastSentence({ completedCount: 0, places: 9, fullAt: null }, { isPaused: false, now })).toBe('cannot be said yet');
});

it('says how evenly answers lie', () => {
  expect([balanceSentence({ answerCount: 120, fewest: 9, most: 11 }), balanceSentence({ answerCount: 1, fewest: 1, most: 1 })]).toEqual(['120 answers, 9 to 11 a stimulus', '1 answer, 1 a stimulus']);
});
