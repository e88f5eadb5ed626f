import { describe, expect, it } from 'vitest';
import { arrangeScores, factorsThatDiffer } from './arrange-scores.ts';
import type { ConditionScore } from './results-view.ts';

const n = { trials: 10, raters: 2, targets: 5 };
const score = (name: string, estimate: number | null, factors: Readonly<Record<string, string>>, reference: ConditionScore['condition']['reference'] = null): ConditionScore =>
  ({ condition: { id: name, name, reference, factors: { ...factors } }, network: null, randomSeed: 'r', score: { estimate, interval: null, n, chance: 0.5, excluded: 0, ties: 0 }, distance: null, acceptance: null });
const scores = [score('b', 0.7, { loss: 'plain', layer: 'fc' }), score('a', 0.9, { loss: 'robust', layer: 'fc' }), score('Original', 1, {}, 'original'), score('c', null, { loss: 'plain', layer: 'fc' })];
const plain = { order: 'given', isDescending: false, groupBy: '', only: {} } as const;
const names = (groups: ReturnType<typeof arrangeScores>) => groups.map(({ title, scores: of }) => [title, ...of.map(({ condition }) => condition.name)]);

describe('scores', () => {
  it('stand as given, or sorted, those without a number last', () => {
    expect(names(arrangeScores(scores, plain))).toEqual([['', 'b', 'a', 'Original', 'c']]);
    expect(names(arrangeScores(scores, { ...plain, order: 'score' }))).toEqual([['', 'b', 'a', 'Original', 'c']]);
    expect(names(arrangeScores(scores, { ...plain, order: 'score', isDescending: true }))).toEqual([['', 'Original', 'a', 'b', 'c']]);
    expect(names(arrangeScores(scores, { ...plain, order: 'name' }))).toEqual([['', 'a', 'b', 'c', 'Original']]);
  });

  it('are grouped by a factor, references last', () => {
    expect(names(arrangeScores(scores, { ...plain, groupBy: 'loss' }))).toEqual([['plain', 'b', 'c'], ['robust', 'a'], ['References', 'Original']]);
  });

  it('are filtered by factors, but for references', () => {
    expect(names(arrangeScores(scores, { ...plain, only: { loss: 'robust' } }))).toEqual([['', 'a', 'Original']]);
    expect(arrangeScores([scores[0]!], { ...plain, only: { loss: 'robust' } })).toEqual([]);
  });
});

it('factors are those that tell conditions apart', () => {
  expect(factorsThatDiffer(scores)).toEqual([{ name: 'loss', values: ['plain', 'robust'] }]);
});
