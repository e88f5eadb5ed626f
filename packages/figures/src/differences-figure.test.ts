import { expect, it } from 'vitest';
import { differencesFigure, type DifferenceRow } from './differences-figure.ts';

const row: DifferenceRow = { label: 'a − b', estimate: 0.2, interval: { lower: 0.1, upper: 0.3 }, simultaneous: { lower: 0.05, upper: 0.35 }, text: '+20 pp', heading: '', isPlanned: true };
const draw = (rows: readonly DifferenceRow[], margin?: number) => differencesFigure({ widthPx: 420, title: 'Differences', rows, axis: 'difference', margin, isSimulated: false });

it('0 is always inside, and so are the intervals that hold for all rows', () => {
  const { marks } = draw([row]);
  const xs = marks.flatMap((mark) => (mark.kind === 'rule' ? [mark.x1, mark.x2] : []));
  expect(Math.min(...xs)).toBeGreaterThanOrEqual(10);
  expect(Math.max(...xs)).toBeLessThanOrEqual(410);
  expect(marks).toContainEqual(expect.objectContaining({ kind: 'text', text: 'no difference' }));
});

it('the simultaneous interval is the thin one, outside of the other', () => {
  const rules = draw([row]).marks.filter((mark) => mark.kind === 'rule').filter(({ tone, y1, y2 }) => tone === 'primary' && y1 === y2);
  expect(rules).toMatchObject([{ strokePx: 1 }, { strokePx: 2.5 }]);
  expect(rules[0]!.x1).toBeLessThan(rules[1]!.x1);
  expect(rules[0]!.x2).toBeGreaterThan(rules[1]!.x2);
});

it('what was not planned is a square, and said to be exploratory', () => {
  const { marks, description, data } = draw([row, { ...row, isPlanned: false }]);
  expect(marks.filter(({ kind }) => kind === 'point')).toMatchObject([{ shape: 'circle', isHollow: false }, { shape: 'square', isHollow: false }]);
  expect(description).toContain('exploratory');
  expect(data.rows.map(([, , isPlanned]) => isPlanned)).toEqual(['true', 'false']);
});

it('a margin is a band around 0', () => {
  const band = draw([row], 0.05).marks.find((mark) => mark.kind === 'rect')!;
  const zero = draw([row], 0.05).marks.find((mark) => mark.kind === 'rule' && mark.dash !== undefined)!;
  expect(zero).toMatchObject({ x1: expect.closeTo(band.x + band.width / 2, 6) });
});

it('rows without estimates leave an axis from −1 to 1', () => {
  expect(draw([{ ...row, estimate: null, interval: null, simultaneous: null }]).marks).toContainEqual(expect.objectContaining({ text: '−1.0' }));
});
