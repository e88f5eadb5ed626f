import { expect, it } from 'vitest';
import { heatFigure } from './heat-figure.ts';

const draw = (widthPx: number, shares: readonly (readonly (number | null)[])[]) => heatFigure({ widthPx, title: 'Confusion', rowAxis: 'label', columnAxis: 'said', rows: ['bird', 'cat'], columns: ['bird', 'cat'], shares, format: (share) => `${Math.round(100 * share)} %` });

it('a larger share has a stronger tint, and what was not asked has no cell', () => {
  const cells = draw(320, [[1, 0.5], [null, 0]]).marks.filter((mark) => mark.kind === 'rect');
  expect(cells).toHaveLength(3);
  expect(cells[0]!.opacity).toBeGreaterThan(cells[1]!.opacity!);
  expect(cells[2]).toMatchObject({ tone: 'grid' });
});

it('numbers are shown where every one has room', () => {
  const texts = (widthPx: number) => draw(widthPx, [[1, 0.5], [0.2, 0.8]]).marks.filter((mark) => mark.kind === 'text').map(({ text }) => text);
  expect(texts(320)).toContain('50 %');
  expect(texts(90)).not.toContain('50 %');
});

it('the description says what is not 0', () => {
  expect(draw(320, [[1, 0], [0.2, 0.8]]).description).toBe('Rows: label. Columns: said. bird: bird 100 %. cat: bird 20 %, cat 80 %.');
});
