import { expect, it } from 'vitest';
import { spreadFigure, type SpreadRow } from './spread-figure.ts';

const row = (label: string, changes: Partial<SpreadRow> = {}): SpreadRow => ({ label, heading: '', text: '500 ms', spread: { median: 500, quartiles: { lower: 400, upper: 600 }, deciles: { lower: 200, upper: 1000 } }, ...changes });

it('the median lies between its quartiles and deciles, on an axis from 0', () => {
  const { marks } = spreadFigure({ widthPx: 430, title: 'Times', rows: [row('hit')], axis: 'ms', isSimulated: false });
  // From 10 to 420 for 0 to 1050 ms.
  const at = (ms: number): number => 10 + (410 * ms) / 1050;
  expect(marks.find(({ kind }) => kind === 'point')).toMatchObject({ x: expect.closeTo(at(500), 6) });
  expect(marks).toContainEqual(expect.objectContaining({ x1: expect.closeTo(at(400), 6), x2: expect.closeTo(at(600), 6), strokePx: 2.5 }));
  expect(marks).toContainEqual(expect.objectContaining({ x1: expect.closeTo(at(200), 6), x2: expect.closeTo(at(1000), 6), strokePx: 1 }));
});

it('a row without values has no mark, and groups are named in table and description', () => {
  const { marks, data, description } = spreadFigure({ widthPx: 430, title: 'Times', rows: [row('hit', { heading: 'All' }), row('miss', { spread: null, text: 'no trials' })], axis: 'ms', isSimulated: true });
  expect(marks.filter(({ kind }) => kind === 'point')).toHaveLength(1);
  expect(data.rows).toEqual([['hit', 'All', 200, 400, 500, 600, 1000], ['miss', 'All', null, null, null, null, null]]);
  expect(description).toMatch(/^All, hit: 500 ms\. All, miss: no trials\..*not people/);
});
