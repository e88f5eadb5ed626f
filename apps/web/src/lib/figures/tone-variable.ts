import type { Tone } from '@lookalike/figures';

const variables: Readonly<Record<Tone, string>> = {
  ink: '--ink', muted: '--ink-muted', grid: '--line', axis: '--line-strong', surface: '--surface',
  primary: '--plot-primary', secondary: '--plot-secondary', third: '--plot-third', fourth: '--plot-fourth', fifth: '--plot-fifth', reference: '--plot-reference',
};

/** The design's colour of a tone, whichever colour scheme the page has. */
export function toneVariable(tone: Tone): string {
  return `var(${variables[tone]})`;
}
