import { expect, it } from 'vitest';
import { curveFigure } from './curve-figure.ts';

const common = { widthPx: 420, title: 'Width', xAxis: 'raters', yAxis: 'width', curves: [{ label: '20 targets', points: [{ x: 10, y: 0.4 }, { x: 100, y: 0.2 }] }] } as const;

it('the curve goes through its points on a logarithmic axis', () => {
  const { marks } = curveFigure({ ...common, isLogarithmic: true, curves: [{ label: 'a', points: [{ x: 10, y: 0.4 }, { x: 100, y: 0.2 }, { x: 1000, y: 0.1 }] }] });
  const numbers = marks.find((mark) => mark.kind === 'line')!.path.match(/[\d.]+/g)!.map(Number);
  // Half way from 48 to 406, as 100 is between 10 and 1000.
  expect([numbers[0], numbers[2], numbers[4]]).toEqual([48, 227, 406]);
});

it('what is wanted and what was chosen are marked and said', () => {
  const { marks, description } = curveFigure({ ...common, wanted: { at: 0.3, label: 'wanted 0.3' }, chosen: { x: 55, y: 0.3, label: '55 raters' } });
  expect(marks).toContainEqual(expect.objectContaining({ kind: 'point', shape: 'diamond', tone: 'ink' }));
  expect(description).toContain('The line marks wanted 0.3.');
  expect(description).toContain('Marked: 55 raters.');
});

it('a range around a curve is shaded', () => {
  expect(curveFigure({ ...common, curves: [{ label: 'a', points: [{ x: 1, y: 0.2, lower: 0.1, upper: 0.3 }, { x: 2, y: 0.2, lower: 0.1, upper: 0.3 }] }] }).marks.some(({ kind }) => kind === 'area')).toBe(true);
  expect(curveFigure(common).marks.some(({ kind }) => kind === 'area')).toBe(false);
});

it('nothing to draw is an empty plot', () => {
  expect(curveFigure({ ...common, curves: [] }).data.rows).toEqual([]);
});
