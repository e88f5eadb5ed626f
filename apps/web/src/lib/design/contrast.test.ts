import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrastRatio, relativeLuminance } from './contrast.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [lightBlock = '', darkBlock = ''] = css.split(":root[data-theme='dark']");
const colours = (block: string): Record<string, string> =>
  Object.fromEntries([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
const light = colours(lightBlock);
const schemes = { light, dark: { ...light, ...colours(darkBlock) } };

const text: [string, string][] = [
  ...['ink', 'ink-muted', 'accent', 'good', 'warn', 'bad'].flatMap((ink): [string, string][] =>
    ['canvas', 'surface', 'sunken'].map((ground) => [ink, ground])),
  ['ink', 'accent-soft'], ['accent', 'accent-soft'], ['accent-ink', 'accent'], ['accent-ink', 'accent-hover'],
  ['good', 'good-soft'], ['ink', 'warn-soft'], ['warn', 'warn-soft'], ['bad', 'bad-soft'], ['ink', 'bad-soft'],
  ['surround-ink', 'surround'],
];
const marks: [string, string][] = [
  ['line-strong', 'surface'], ['line-strong', 'canvas'], ['focus', 'surface'], ['focus', 'canvas'],
  ...['primary', 'secondary', 'third', 'fourth', 'fifth', 'reference'].map((name): [string, string] => [`plot-${name}`, 'surface']),
];

describe('contrast', () => {
  it('gives the ratios that WCAG gives', () => {
    expect(relativeLuminance('#ffffff')).toBeCloseTo(1, 10);
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 10);
    expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  for (const [scheme, token] of Object.entries(schemes)) {
    it.each(text)(`${scheme}: %s on %s is readable (4.5 : 1)`, (ink, ground) => {
      expect(contrastRatio(token[ink] ?? '', token[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
    });
    it.each(marks)(`${scheme}: %s on %s can be seen (3 : 1)`, (mark, ground) => {
      expect(contrastRatio(token[mark] ?? '', token[ground] ?? '')).toBeGreaterThanOrEqual(3);
    });
    it(`${scheme}: neutrals have no hue`, () => {
      for (const name of ['canvas', 'surface', 'sunken', 'surround', 'surround-ink', 'line', 'line-strong', 'ink', 'ink-muted']) {
        expect(token[name], name).toMatch(/^#(..)\1\1$/);
      }
    });
  }
});
