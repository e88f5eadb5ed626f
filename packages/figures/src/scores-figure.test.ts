import { expect, it } from 'vitest';
import { scoresFigure, type ScoreRow } from './scores-figure.ts';

const row = (label: string, estimate: number | null, changes: Partial<ScoreRow> = {}): ScoreRow => ({ label, estimate, interval: estimate === null ? null : { lower: estimate - 0.1, upper: estimate + 0.1 }, text: estimate === null ? 'no answers' : `${estimate}`, heading: '', isReference: false, ...changes });
const draw = (rows: readonly ScoreRow[], changes: Partial<Parameters<typeof scoresFigure>[0]> = {}) => scoresFigure({ widthPx: 420, title: 'Scores', rows, domain: [0, 1], axis: 'score', isSimulated: false, ...changes });

it('a score lies where the axis says, and its interval ends where it ends', () => {
  const { marks } = draw([row('a', 0.25)]);
  // The axis goes from 10 to 410.
  expect(marks.find(({ kind }) => kind === 'point')).toMatchObject({ x: 110, tone: 'primary', shape: 'circle', isHollow: false });
  expect(marks).toContainEqual(expect.objectContaining({ kind: 'rule', x1: expect.closeTo(70, 9), x2: expect.closeTo(150, 9), strokePx: 2.5 }));
});

it('a condition without answers has a row and no mark', () => {
  const { marks, data, description } = draw([row('a', null), row('b', 0.5)]);
  expect(marks.filter(({ kind }) => kind === 'point')).toHaveLength(1);
  expect(data.rows).toEqual([['a', '', null, null, null], ['b', '', 0.5, 0.4, 0.6]]);
  expect(description).toBe('a: no answers. b: 0.5.');
});

it('programs are drawn hollow and references as diamonds, and the description says the first', () => {
  const { marks, description } = draw([row('a', 0.5), row('ceiling', 0.9, { isReference: true })], { isSimulated: true, chance: { at: 0.5, label: 'chance 50 %' } });
  expect(marks.filter(({ kind }) => kind === 'point')).toMatchObject([{ isHollow: true, shape: 'circle' }, { isHollow: true, shape: 'diamond', tone: 'secondary' }]);
  expect(description).toContain('Hollow marks: not people.');
  expect(description).toContain('The line marks chance 50 %.');
});

it('the table says under which heading a row stands', () => {
  const { data } = draw([row('a', 0.1, { heading: 'robust' }), row('b', 0.2), row('c', 0.3, { heading: 'standard' })]);
  expect(data.rows.map(([, group]) => group)).toEqual(['robust', 'robust', 'standard']);
});

it('an interval of all rows together is drawn thin, said, and in the table', () => {
  const { marks, description, data } = draw([row('a', 0.5, { simultaneous: { lower: 0.3, upper: 0.7 } }), row('b', 0.5)]);
  expect(marks).toContainEqual(expect.objectContaining({ kind: 'rule', x1: expect.closeTo(130, 9), x2: expect.closeTo(290, 9), strokePx: 1 }));
  expect(description).toContain('Thin lines');
  expect(data.columns.slice(-2)).toEqual(['simultaneous_lower', 'simultaneous_upper']);
  expect(data.rows.map((cells) => cells.slice(-2))).toEqual([[0.3, 0.7], [null, null]]);
});

it('a study without conditions is an empty axis', () => {
  expect(draw([]).marks.some(({ kind }) => kind === 'text')).toBe(true);
});
