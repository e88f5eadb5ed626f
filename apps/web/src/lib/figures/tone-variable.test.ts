import { readFileSync } from 'node:fs';
import { themes, type Tone } from '@lookalike/figures';
import { expect, it } from 'vitest';
import { toneVariable } from './tone-variable.ts';

const css = readFileSync(new URL('../design/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split(":root[data-theme='dark']");

it.each([['light', light], ['dark', dark]] as const)('a downloaded figure has the page’s %s colours', (theme, block) => {
  for (const [tone, colour] of Object.entries(themes[theme])) {
    const name = toneVariable(tone as Tone).slice(4, -1);
    expect(new RegExp(`${name}: (#[0-9a-f]{6});`).exec(block)?.[1], tone).toBe(colour);
  }
});
