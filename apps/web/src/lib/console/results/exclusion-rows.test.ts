import { expect, it } from 'vitest';
import { exclusionFigureRows, exclusionRows } from './exclusion-rows.ts';
import type { ExclusionsResult } from './results-view.ts';

const score = (estimate: number | null) => ({ estimate, interval: null, n: { trials: 10, raters: 2, targets: 5 }, excluded: 0 });
const row = (kind: ExclusionsResult['rows'][number]['kind'], scores: readonly number[], change: number, reason: string | null = null): ExclusionsResult['rows'][number] =>
  ({ kind, reason, excluded: [], sessions: 4, scores: scores.map(score), largestChange: { conditionId: 'b', change } });
const result: ExclusionsResult = {
  conditions: ['a', 'b'].map((id) => ({ id, name: id, reference: null, factors: {} })),
  reasons: [],
  rows: [row('none', [0.5, 0.6], -0.1), row('all', [0.5, 0.7], 0), row('only', [0.5, 0.65], -0.05, 'catch_failed')],
};

it('the largest change of all is marked, and in each row the score that changes most', () => {
  const [none, all, only] = exclusionRows(result);
  expect(none!.cells).toMatchObject([{ text: '4' }, { text: '−0.10', isMarked: true }, { isMarked: false }, { text: '0.60', isMarked: true }]);
  expect(all!.cells).toMatchObject([{ text: '4' }, { text: '–' }, { isMarked: false }, { isMarked: false }]);
  expect(only).toMatchObject({ name: 'Only: catch failed', cells: [{}, { text: '−0.05', isMarked: false }, {}, { isMarked: true }] });
});

it('a figure shows one condition, with the study’s own score set apart', () => {
  expect(exclusionFigureRows(result, 'b').map(({ estimate, isReference }) => [estimate, isReference])).toEqual([[0.6, false], [0.7, true], [0.65, false]]);
});
