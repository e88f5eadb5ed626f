import { expect, it } from 'vitest';
import { exampleFigures } from './example-figures.test-data.ts';
import { faultsOfTexts } from './overlaps.test-data.ts';

const cases = Object.entries(exampleFigures).flatMap(([name, draw]) => [300, 320, 390, 700, 1100].map((widthPx) => ({ name, widthPx, draw })));

it.each(cases)('$name at $widthPx px: no text lies on another or leaves the figure', ({ widthPx, draw }) => {
  expect(faultsOfTexts(draw(widthPx))).toEqual([]);
});

it.each(Object.entries(exampleFigures))('%s: every number of a mark is finite, and the figure is the same each time', (_name, draw) => {
  const figure = draw(640);
  expect(JSON.stringify(figure)).not.toMatch(/null,"y"|NaN|Infinity/);
  for (const mark of figure.marks) for (const value of Object.values(mark)) if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
  expect(draw(640)).toEqual(figure);
});

it.each(Object.entries(exampleFigures))('%s: rows of its numbers have a cell for every column', (_name, draw) => {
  const { columns, rows } = draw(640).data;
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toHaveLength(columns.length);
});
