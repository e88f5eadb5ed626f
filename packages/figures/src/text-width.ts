/** Widths of letters of the page's font, in em; rather too wide than too narrow, as nothing here can measure. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;'|!·]/u, 0.29],
  [/[ftrI()[\]{}/\\"\s-]/u, 0.4],
  [/[mwMWQ@%…—]/u, 0.94],
  [/[A-Z]/u, 0.7],
  [/[\u2e80-\uffff]/u, 1.05],
];
const usualWidth = 0.62;

/** About how wide a text is. px */
export function textWidthPx(text: string, sizePx: number): number {
  let em = 0;
  for (const letter of text) em += widths.find(([letters]) => letters.test(letter))?.[1] ?? usualWidth;
  return em * sizePx;
}
