import { expect, it } from 'vitest';
import { scatterFigure } from './scatter-figure.ts';

const common = { widthPx: 420, title: 'Score against d', xAxis: 'd', yAxis: 'score', yDomain: [0, 1] } as const;

it('intervals run through their points', () => {
  const { marks } = scatterFigure({ ...common, points: [{ label: 'a', x: 0.02, y: 0.5, xInterval: { lower: 0.01, upper: 0.03 }, yInterval: { lower: 0.4, upper: 0.6 } }] });
  const point = marks.find((mark) => mark.kind === 'point')!;
  const [horizontal, vertical] = marks.filter((mark) => mark.kind === 'rule').filter(({ tone }) => tone === 'primary');
  expect(horizontal).toMatchObject({ y1: point.y, y2: point.y });
  expect((horizontal!.x1 + horizontal!.x2) / 2).toBeCloseTo(point.x);
  expect((vertical!.y1 + vertical!.y2) / 2).toBeCloseTo(point.y);
});

it('of many points in one place not all are named, and all are in the table', () => {
  const figure = scatterFigure({ ...common, points: Array.from({ length: 30 }, (_, index) => ({ label: `network ${index}`, x: 0.02, y: 0.5 })) });
  expect(figure.marks.filter((mark) => mark.kind === 'text' && mark.text.startsWith('network')).length).toBeLessThan(30);
  expect(figure.data.rows).toHaveLength(30);
});

it('what has no number is not drawn', () => {
  expect(scatterFigure({ ...common, points: [{ label: 'a', x: Number.NaN, y: 0.5 }] }).marks.filter(({ kind }) => kind === 'point')).toEqual([]);
});

it('points without names stay named in the table, and the diagonal lies where both are equal', () => {
  const figure = scatterFigure({ ...common, namesPoints: false, hasDiagonal: true, points: [{ label: 'a', x: 0.2, y: 0.2 }, { label: 'b', x: 0.8, y: 0.1 }] });
  expect(figure.marks.some((mark) => mark.kind === 'text' && mark.text === 'a')).toBe(false);
  expect(figure.data.rows.map(([label]) => label)).toEqual(['a', 'b']);
  const diagonal = figure.marks.filter((mark) => mark.kind === 'rule').find(({ tone, dash }) => tone === 'axis' && dash !== undefined)!;
  const on = figure.marks.find((mark) => mark.kind === 'point')!; // The one with x = y.
  expect((on.y - diagonal.y1) / (on.x - diagonal.x1)).toBeCloseTo((diagonal.y2 - diagonal.y1) / (diagonal.x2 - diagonal.x1), 6);
});
