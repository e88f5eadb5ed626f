import { expect, it } from 'vitest';
import { differenceFigureRows, differencesWith, rankTable, verdictOf, type Difference } from './comparison-rows.ts';

const interval = (lower: number, upper: number) => ({ lower, upper, level: 0.95, method: 'm' });
const difference = (firstId: string, secondId: string, estimate: number): Difference => ({
  firstId, secondId, estimate, interval: interval(estimate - 0.1, estimate + 0.2), simultaneous: interval(estimate - 0.2, estimate + 0.3),
  p: 0.01, holmP: 0.03, n: { trials: 10, raters: 2, targets: 5 }, excluded: 0, standing: 'exploratory', equivalence: { margin: 0.05, p: 0.4 },
});

it('differences to one condition are turned the same way', () => {
  const [toB, fromB] = differencesWith([difference('a', 'b', 0.25), difference('b', 'c', 0.5), difference('a', 'c', 0.75)], 'b');
  expect(toB).toMatchObject({ firstId: 'a', secondId: 'b', estimate: 0.25 });
  expect(fromB).toMatchObject({ firstId: 'c', secondId: 'b', estimate: -0.5, interval: { lower: -0.7, upper: -0.4 }, simultaneous: { lower: -0.8, upper: -0.3 } });
});

it('what all differences are against is not repeated in their names', () => {
  const scores = ['a', 'b'].map((id) => ({ condition: { id, name: id.toUpperCase(), reference: null, factors: {} } }));
  const label = (baseId: string | undefined) => differenceFigureRows([difference('a', 'b', 0.1)], { scores, baseId })[0]!.label;
  expect([label('b'), label(undefined)]).toEqual(['A', 'A − B']);
});

it('what is not told apart is not called equal, and what is equivalent is', () => {
  const verdict = (holmP: number, p: number): string => verdictOf({ holmP, equivalence: { margin: 0.05, p } });
  expect([verdict(0.01, 0.4), verdict(0.3, 0.4), verdict(0.3, 0.01), verdict(0.01, 0.01)]).toEqual(['differ', 'not decided', 'equivalent within 0.05', 'differ, by less than 0.05']);
});

it('ranks stand with the likely first on top', () => {
  const score = (name: string, rankShares: number[]) => ({ condition: { id: name, name, reference: null, factors: {} }, rankShares });
  expect(rankTable([score('low', [0.1, 0.9]), score('high', [0.9, 0.1])])).toEqual({ rows: ['high', 'low'], columns: ['1', '2'], shares: [[0.9, 0.1], [0.1, 0.9]] });
});
