import { expect, it } from 'vitest';
import { achievedInWords, componentsInWords, wantedInWords } from './plan-words.ts';

it('says each wanted thing with its numbers', () => {
  expect(wantedInWords({ kind: 'width', score: 0.3, width: 0.15 })).toBe('the 95 % interval of a score of 0.3 is at most 0.15 wide on average');
  expect(wantedInWords({ kind: 'chance', score: 0.6, chance: 1 / 3, power: 0.9 })).toContain('guessing gives, 0.333, with a probability of 90 %');
  expect(wantedInWords({ kind: 'difference', score: 0.3, otherScore: 0.2, power: 0.8 })).toContain('between a score of 0.3 and one of 0.2 excludes 0');
  expect(wantedInWords({ kind: 'equivalence', score: 0.02, otherScore: 0.02, margin: 0.05, power: 0.8 })).toContain('less than 0.05');
});

it('says what is achieved and what was supposed', () => {
  expect(achievedInWords({ measure: 'power', value: 0.8123, isEnough: true })).toBe('power 81.2 %');
  expect(achievedInWords({ measure: 'width', value: 0.1, isEnough: true })).toBe('mean width 0.100');
  expect(componentsInWords({ raterSd: 0.3, targetSd: 0.92, raterOwnShare: 0.5, targetOwnShare: 0.25 })).toContain('of 0.3 between raters and of 0.92 between targets, of which 50 % and 25 %');
});
