import { expect, it } from 'vitest';
import { effectsFigure } from './effects-figure.ts';

const mean = (estimate: number | null) => ({ estimate, interval: estimate === null ? null : { lower: estimate - 0.05, upper: estimate + 0.05 } });
const common = { widthPx: 420, title: 'Effects', axis: 'score', domain: [0, 1], format: (value: number) => value.toFixed(2) } as const;

it('joins the levels of a factor, and not those of different factors', () => {
  const { marks } = effectsFigure({ ...common, factors: [{ name: 'loss', levels: [{ label: 'a', means: [mean(0.2)] }, { label: 'b', means: [mean(0.4)] }, { label: 'c', means: [mean(0.6)] }] }, { name: 'data', levels: [{ label: 'd', means: [mean(0.5)] }] }] });
  expect(marks.filter((mark) => mark.kind === 'rule' && mark.strokePx === 1.5)).toHaveLength(2);
});

it('a level without an estimate breaks the line', () => {
  const { marks, description } = effectsFigure({ ...common, factors: [{ name: 'loss', levels: [{ label: 'a', means: [mean(0.2)] }, { label: 'b', means: [mean(null)] }, { label: 'c', means: [mean(0.6)] }] }] });
  expect(marks.filter((mark) => mark.kind === 'rule' && mark.strokePx === 1.5)).toHaveLength(0);
  expect(description).toContain('loss, b: no estimate.');
});

it('series have tones, shapes and a legend', () => {
  const { marks, data } = effectsFigure({ ...common, series: ['x', 'y'], factors: [{ name: 'loss', levels: [{ label: 'a', means: [mean(0.2), mean(0.7)] }] }] });
  expect(marks.filter(({ kind }) => kind === 'point')).toMatchObject([{ tone: 'primary', shape: 'circle' }, { tone: 'secondary', shape: 'square' }]);
  expect(marks).toContainEqual(expect.objectContaining({ kind: 'text', text: 'y' }));
  expect(data.rows).toEqual([['loss', 'a', 'x', 0.2, expect.closeTo(0.15), 0.25], ['loss', 'a', 'y', 0.7, expect.closeTo(0.65), 0.75]]);
});
