import { expect, it } from 'vitest';
import { histogramFigure } from './histogram-figure.ts';

const common = { widthPx: 420, title: 'd', axis: 'd' } as const;

it('shares of a series come to 1, and its highest bin is as high as the plot', () => {
  const { data, marks } = histogramFigure({ ...common, series: [{ label: 'a', values: [1, 1, 2, 5] }] });
  expect(data.rows.reduce((sum, [, , , share]) => sum + Number(share), 0)).toBeCloseTo(1, 12);
  expect(Math.max(...marks.flatMap((mark) => (mark.kind === 'rect' ? [mark.height] : [])))).toBe(130);
});

it('equal values, and values that are no numbers, still make a figure', () => {
  expect(histogramFigure({ ...common, series: [{ label: 'a', values: [3, 3, Number.NaN] }] }).description).toBe('a: 2 values from 3 to 3.');
  expect(histogramFigure({ ...common, series: [{ label: 'a', values: [] }] }).description).toBe('a: no values.');
});

it('a limit is a line with its name', () => {
  const { marks } = histogramFigure({ ...common, series: [{ label: 'a', values: [0, 1] }], rules: [{ at: 0.5, label: 'gate' }] });
  expect(marks).toContainEqual(expect.objectContaining({ kind: 'rule', x1: 210, dash: '3 3' }));
  expect(marks).toContainEqual(expect.objectContaining({ kind: 'text', text: 'gate' }));
});
