import { expect, it } from 'vitest';
import { alertWords } from './alert-words.ts';

it('says what happened, how often, and what to do', () => {
  expect(alertWords({ kind: 'link_unfilled', facts: { parameters: ['PROLIFIC_PID'] }, count: 3 })).toMatchObject({ title: 'A link without the rater’s id (3 times)', sentence: expect.stringContaining('PROLIFIC_PID into the link. Copy the link') });
  expect(alertWords({ kind: 'checks_failing', facts: { affected: 4, recent: 8 }, count: 1 })).toMatchObject({ title: 'Many fail the quality rules', sentence: expect.stringContaining('4 of the last 8 raters') });
});

it('a kind of a later version is named', () => {
  expect(alertWords({ kind: 'something_new', facts: {}, count: 1 }).title).toBe('something_new');
});
