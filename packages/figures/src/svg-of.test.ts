import { expect, it } from 'vitest';
import { exampleFigures } from './example-figures.test-data.ts';
import type { Figure } from './figure.ts';
import { svgOf } from './svg-of.ts';
import { themes } from './theme.ts';

const figure: Figure = {
  widthPx: 100, heightPx: 40, title: 'a < b & "c"', description: '\u0000<script>alert(1)</script>', data: { columns: [], rows: [] },
  marks: [{ kind: 'text', x: 1, y: 2, text: '</text><script>', anchor: 'start', tone: 'ink', sizePx: 12 }, { kind: 'image', href: '"><script>', x: 0, y: 0, width: 1, height: 1 }, { kind: 'point', x: 3, y: 4, radiusPx: 5, shape: 'circle', tone: 'primary' }],
};

it('has a title and a description, which no text can leave', () => {
  const svg = svgOf(figure, { theme: 'light' });
  expect(svg).toContain('<title>a &#60; b &#38; &#34;c&#34;</title>');
  expect(svg).toContain('<desc>&#60;script&#62;');
  expect(svg).not.toContain('<script');
  expect(svg).not.toContain('\u0000');
});

it('is drawn with attributes only, so that no content security policy stands in the way', () => {
  for (const draw of Object.values(exampleFigures)) expect(svgOf(draw(640), { theme: 'light' })).not.toMatch(/ style=|<style|class=|url\(/);
});

it('has the colours of its theme and none of the other', () => {
  expect(svgOf(figure, { theme: 'dark' })).toContain(`fill="${themes.dark.primary}"`);
  expect(svgOf(figure, { theme: 'dark' })).not.toContain(themes.light.primary);
});

it('has no ground where that is wanted', () => {
  expect(svgOf({ ...figure, marks: [] }, { theme: 'light', background: false })).not.toContain('<rect');
  expect(svgOf({ ...figure, marks: [] }, { theme: 'light' })).toContain('<rect width="100" height="40" fill="#ffffff"/>');
});
