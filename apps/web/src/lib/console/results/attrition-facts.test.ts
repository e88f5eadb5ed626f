import { expect, it } from 'vitest';
import { attritionFacts } from './attrition-facts.ts';

it('each step is a part of those who entered, and of nobody there is no part', () => {
  expect(attritionFacts({ entered: 40, consented: 36, finished: 30, counted: 27, endings: [] })).toEqual([['Entered', '40'], ['Consented', '36 (90 %)'], ['Finished', '30 (75 %)'], ['Count', '27 (68 %)']]);
  expect(attritionFacts({ entered: 0, consented: 0, finished: 0, counted: 0, endings: [] })[3]).toEqual(['Count', '0']);
});
