import { expect, it } from 'vitest';
import { rankFigure } from './rank-figure.ts';

const networks = [{ label: 'a', ranks: [1, 2] }, { label: 'b', ranks: [2, 1] }, { label: 'c', ranks: [3, null] }];
const figure = rankFigure({ widthPx: 420, title: 'Ranks', objectives: ['plain', 'adversarial'], networks });

it('networks that an objective ranks otherwise cross', () => {
  const [first, second] = figure.marks.filter((mark) => mark.kind === 'rule').filter(({ strokePx }) => strokePx === 2);
  expect(first!.y1 - second!.y1).toBe(-(first!.y2 - second!.y2));
});

it('a network without a rank under an objective has no line there', () => {
  expect(figure.marks.filter((mark) => mark.kind === 'rule' && mark.strokePx === 2)).toHaveLength(2);
  expect(figure.marks.filter(({ kind }) => kind === 'point')).toHaveLength(5);
  expect(figure.description).toContain('c: plain 3, adversarial no rank.');
});

it('names stand in the order of the first objective', () => {
  expect(rankFigure({ widthPx: 420, title: 'Ranks', objectives: ['plain', 'adversarial'], networks: [...networks].reverse() }).data.rows.map(([name]) => name)).toEqual(['a', 'b', 'c']);
});
