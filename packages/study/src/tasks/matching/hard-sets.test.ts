import { createRandom } from '@lookalike/random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setsOfNear, setsOfOneLabel } from './hard-sets.ts';

const someTargets = fc.array(fc.option(fc.constantFrom('bird', 'boat', 'cat'), { nil: undefined }), { maxLength: 30 }).map((labels) => labels.map((label, index) => ({ targetId: `target-${index}`, label })));
const someSize = fc.integer({ min: 2, max: 6 });

describe('setsOfOneLabel', () => {
  it('puts targets of one label together, each once, and leaves out fewer of a label than a set has', () => {
    fc.assert(fc.property(someTargets, someSize, (targets, size) => {
      const sets = setsOfOneLabel(targets, size, createRandom('sets'));
      const labelOf = new Map(targets.map(({ targetId, label }) => [targetId, label]));
      for (const set of sets) {
        expect(set).toHaveLength(size);
        expect(new Set(set.map((id) => labelOf.get(id))).size).toBe(1);
        expect(labelOf.get(set[0]!)).toBeDefined();
      }
      expect(new Set(sets.flat()).size).toBe(sets.length * size);
      const wanted = ['bird', 'boat', 'cat'].map((label) => Math.floor(targets.filter((target) => target.label === label).length / size));
      expect(sets).toHaveLength(wanted.reduce((sum, count) => sum + count, 0));
    }));
  });

  it('draws who comes together, from the seed alone', () => {
    const targets = Array.from({ length: 9 }, (_, index) => ({ targetId: `target-${index}`, label: 'cat' }));
    const drawn = (seed: string) => setsOfOneLabel(targets, 3, createRandom(seed));
    expect(drawn('a')).toEqual(drawn('a'));
    expect(drawn('a')).not.toEqual(drawn('b'));
  });
});

describe('setsOfNear', () => {
  const targetsAt = (places: readonly number[]) => places.map((place) => ({ targetId: `${place}` }));
  const apart = (first: string, second: string): number => Math.abs(Number(first) - Number(second));

  it('begins with the closest pair and takes whoever is closest to the set on average', () => {
    expect(setsOfNear(targetsAt([0, 10, 11, 13, 2, 30, 3.5]), 3, apart)).toEqual([['10', '11', '13'], ['2', '3.5', '0']]);
  });

  it('makes whole sets of targets, each once', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { maxLength: 25 }), someSize, (places, size) => {
      const sets = setsOfNear(targetsAt(places), size, apart);
      expect(sets.map((set) => set.length)).toEqual(Array.from({ length: Math.floor(places.length / size) }, () => size));
      expect(new Set(sets.flat()).size).toBe(sets.length * size);
      const all = places.flatMap((place, index) => places.slice(index + 1).map((other) => Math.abs(place - other)));
      if (sets[0] !== undefined) expect(apart(sets[0][0]!, sets[0][1]!)).toBe(Math.min(...all));
    }), { numRuns: 60 });
  });
});
