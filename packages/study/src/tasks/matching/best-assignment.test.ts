import { createRandom } from '@lookalike/random';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestAssignment } from './best-assignment.ts';

const totalOf = (costs: readonly (readonly number[])[], assignment: readonly number[]): number => assignment.reduce((sum, target, query) => sum + costs[query]![target]!, 0);

/** By another way than the code: take the targets one after another, each time every one that is left. */
function leastTotal(costs: readonly (readonly number[])[], query = 0, taken: readonly number[] = []): number {
  if (query === costs.length) return 0;
  return Math.min(...costs.flatMap((_, target) => (taken.includes(target) ? [] : [costs[query]![target]! + leastTotal(costs, query + 1, [...taken, target])])));
}

const someCosts = fc.integer({ min: 1, max: 6 }).chain((size) => fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }));

it('is a permutation with the least total cost', () => {
  fc.assert(fc.property(someCosts, (costs) => {
    const assignment = bestAssignment(costs, createRandom('x'));
    expect([...assignment].sort()).toEqual(costs.map((_, index) => index));
    expect(totalOf(costs, assignment)).toBe(leastTotal(costs));
  }), { numRuns: 60 });
});

it('draws between equally good ones', () => {
  const rng = createRandom('ties');
  const drawn = new Set(Array.from({ length: 200 }, () => bestAssignment([[1, 1, 1], [1, 1, 1], [1, 1, 1]], rng).join()));
  expect(drawn.size).toBe(6);
  const partly = new Set(Array.from({ length: 100 }, () => bestAssignment([[0, 9, 9], [9, 1, 1], [9, 1, 1]], rng).join()));
  expect([...partly].sort()).toEqual(['0,1,2', '0,2,1']);
});
