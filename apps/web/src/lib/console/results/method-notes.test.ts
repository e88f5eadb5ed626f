import { expect, it } from 'vitest';
import { methodNotes } from './method-notes.ts';

const interval = (method: string) => ({ lower: 0, upper: 1, level: 0.95, method });

it('a note for each method says how much it had, and what has no interval says nothing', () => {
  const n = (trials: number) => ({ trials, raters: 12, targets: 30 });
  expect(methodNotes('Scores', [{ interval: interval('beta'), n: n(1200) }, { interval: interval('beta'), n: n(240) }, { interval: null, n: n(0) }, { interval: interval('Wilson') }])).toEqual([
    { what: 'Scores', text: '95 % interval: beta. From 240 to 1,200 outcomes of 12 raters about 30 targets.' },
    { what: 'Scores', text: '95 % interval: Wilson.' },
  ]);
});
