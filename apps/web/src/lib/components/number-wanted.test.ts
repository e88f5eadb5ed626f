import { expect, it } from 'vitest';
import { numberWanted } from './number-wanted.ts';

it.each([
  [{ min: 0, max: 200, step: 1 }, 'Enter a whole number from 0 to 200.'],
  [{ min: '1', step: '1' }, 'Enter a whole number of at least 1.'],
  [{ min: 0, max: 1, step: 'any' }, 'Enter a number from 0 to 1.'],
  [{ max: 5 }, 'Enter a number up to 5.'],
  [{}, 'Enter a number.'],
])('of a field with the limits %j', (limits, sentence) => {
  expect(numberWanted(limits)).toBe(sentence);
});
