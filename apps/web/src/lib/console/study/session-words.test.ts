import { expect, it } from 'vitest';
import { ago, describeSessionChange, holdsPlace, reasonsOf, standing } from './session-words.ts';

it('a session stands where it ended, or else in its state', () => {
  expect(standing({ state: 'completed', ending: 'failed_checks' })).toBe('Finished, checks failed');
  expect(standing({ state: 'in_progress', ending: null })).toBe('Answering');
  expect([holdsPlace({ state: 'consented' }), holdsPlace({ state: 'all_acknowledged' })]).toEqual([true, false]);
});

it('names what speaks against it', () => {
  expect(reasonsOf({ flags: [{ rule: 'catch-accuracy', reason: 'catch_failed', action: 'flag', values: {}, sentence: '' }], excludedBecause: 'x' })).toEqual(['catch failed', 'by hand']);
});

it.each([[0, 'now'], [4, '4 min'], [60 * 3, '3 h'], [60 * 24 * 3, '3 d']])('%d minutes ago is %s', (minutes, text) => {
  expect(ago(new Date(Date.UTC(2026, 0, 1)).toISOString(), Date.UTC(2026, 0, 1) + minutes * 60_000)).toBe(text);
});

it('a logged change reads as a sentence', () => {
  expect(describeSessionChange({ excludedBecause: 'guessed', isSettled: true })).toBe('excluded: guessed; settled');
});
