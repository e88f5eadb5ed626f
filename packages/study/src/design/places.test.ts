import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesFor, shortfallOf } from '../index.ts';
import { showingsOf } from './windows.ts';

const someSizes = fc.record({ targets: fc.constantFrom('shared' as const, 'once' as const), conditionCount: fc.integer({ min: 1, max: 4 }), perCondition: fc.integer({ min: 1, max: 9 }), spare: fc.integer({ min: 0, max: 15 }) })
  .map(({ spare, ...sizes }) => ({ ...sizes, targetCount: sizes.perCondition * (sizes.targets === 'once' ? sizes.conditionCount : 1) + spare }));
type Sizes = typeof someSizes extends fc.Arbitrary<infer S> ? S : never;

function answersOf({ targetCount, ...sizes }: Sizes, planIndices: readonly number[]): number[] {
  const counts = Array.from({ length: sizes.conditionCount * targetCount }, () => 0);
  for (const planIndex of planIndices) {
    showingsOf({ ...sizes, groupCount: targetCount, planIndex }).forEach((shown, condition) => {
      for (const { group } of shown) counts[condition * targetCount + group]! += 1;
    });
  }
  return counts;
}

const from = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

describe('placesFor', () => {
  it('gives every stimulus the wanted answers, with no place to spare', () => {
    fc.assert(fc.property(someSizes, fc.integer({ min: 1, max: 12 }), (sizes, answersPerStimulus) => {
      const places = placesFor({ answersPerStimulus, ...sizes });
      expect(Math.min(...answersOf(sizes, from(0, places)))).toBeGreaterThanOrEqual(answersPerStimulus);
      expect(Math.min(...answersOf(sizes, from(0, places - 1)))).toBeLessThan(answersPerStimulus);
    }));
  });
});

describe('shortfallOf', () => {
  it('asks for as many places as make up for excluded sessions, if all of them count', () => {
    const someCase = fc.record({ sizes: someSizes, answersPerStimulus: fc.integer({ min: 1, max: 8 }), included: fc.subarray(from(0, 20)) });
    fc.assert(fc.property(someCase, ({ sizes, answersPerStimulus, included }) => {
      const counts = answersOf(sizes, included);
      const { placesToAdd, shortStimuli, missingAnswers } = shortfallOf({ counts, answersPerStimulus, ...sizes, includedShare: 1 });
      const after = answersOf(sizes, from(20, placesToAdd)).map((count, index) => count + counts[index]!);
      expect(Math.min(...after)).toBeGreaterThanOrEqual(answersPerStimulus);
      expect(shortStimuli).toBe(counts.filter((count) => count < answersPerStimulus).length);
      expect(missingAnswers >= shortStimuli && (missingAnswers === 0) === (placesToAdd === 0)).toBe(true);
    }));
  });

  it('asks for more where sessions are excluded', () => {
    const study = { targetCount: 20, perCondition: 10, answersPerStimulus: 5 };
    const counts = Array.from({ length: 20 }, (_, index) => (index < 10 ? 3 : 6));
    expect(shortfallOf({ ...study, counts, includedShare: 1 })).toEqual({ shortStimuli: 10, missingAnswers: 20, placesToAdd: 4 });
    expect(shortfallOf({ ...study, counts, includedShare: 0.75 })).toEqual({ shortStimuli: 10, missingAnswers: 20, placesToAdd: 6 });
    expect(shortfallOf({ ...study, counts: counts.map(() => 5), includedShare: 0.75 })).toEqual({ shortStimuli: 0, missingAnswers: 0, placesToAdd: 0 });
    expect(shortfallOf({ ...study, counts: [], includedShare: 1 })).toEqual({ shortStimuli: 0, missingAnswers: 0, placesToAdd: 0 });
  });
});
