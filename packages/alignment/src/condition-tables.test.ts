import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { alignmentScore, conditionTables, differenceOf, scoreDifference, scoreOf, type ScoredTrial } from './index.ts';
import { levelsOf, tableOf } from './rater-target-table.ts';

const rng = createRandom('tables');
const trialsOf = (raters: readonly number[], targets: readonly number[]): ScoredTrial[] =>
  rng.shuffled(raters.flatMap((rater) => targets.flatMap((target) => Array.from({ length: 1 + (target % 2) }, () => ({ raterId: `r${rater}`, targetId: `t${target}`, outcome: rng.integer(3) / 2 })))));

describe('conditionTables', () => {
  const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
  const conditions = [
    { conditionId: 'all', trials: trialsOf(numbers(0, 14), numbers(0, 15)) },
    { conditionId: 'other raters', trials: trialsOf(numbers(7, 20), numbers(0, 15)) },
    { conditionId: 'other targets', trials: trialsOf(numbers(0, 14), numbers(9, 22)) },
    { conditionId: 'one rater', trials: trialsOf([3], numbers(0, 15)) },
    { conditionId: 'nothing', trials: [] },
  ];
  const tables = conditionTables(conditions);

  it('gives each score and each difference that the condition or the two alone give, whatever else was read', () => {
    for (const method of ['crossed-beta', 'bootstrap'] as const) {
      const request = { method, rng: createRandom('draws'), draws: 50 };
      for (const { conditionId, trials } of conditions) {
        expect(scoreOf(tables, conditionId, { chance: 0.5, ...request })).toEqual(alignmentScore({ trials, chance: 0.5, ...request, rng: createRandom('draws') }));
        for (const other of conditions) if (other.conditionId !== conditionId) expect(differenceOf(tables, conditionId, other.conditionId, request)).toEqual(scoreDifference({ first: trials, second: other.trials, ...request, rng: createRandom('draws') }));
      }
    }
  });

  it('knows nothing of a condition that was not read', () => {
    expect(() => scoreOf(tables, 'typo', { chance: 0.5 })).toThrow(/There is no condition typo. Expected one of all, other raters/);
    expect(() => differenceOf(tables, 'all', 'typo')).toThrow(/no condition typo/);
  });
});

describe('tableOf', () => {
  it('sums the trials of a rater and target, in the order of raters and targets', () => {
    const trials = [['b', 'y', 1], ['a', 'z', 0], ['b', 'x', 0.5], ['b', 'y', 0]].map(([raterId, targetId, outcome]) => ({ raterId, targetId, outcome }) as ScoredTrial);
    const { rowStart, target, sum, count, totalSum, totalCount } = tableOf(trials, levelsOf([...trials, { raterId: 'c', targetId: 'w', outcome: 0 }]));
    expect([rowStart, target, sum, count].map((values) => [...values])).toEqual([[0, 1, 3, 3], [3, 1, 2], [0, 0.5, 1], [1, 1, 2]]);
    expect([totalSum, totalCount]).toEqual([1.5, 4]);
  });
});
