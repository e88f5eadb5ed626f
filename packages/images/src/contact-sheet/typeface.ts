// The typeface belongs to this package as its code does: a constant, read once from its own dependency, hence the only file access.
// eslint-disable-next-line no-restricted-imports
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype from 'opentype.js';

export type Weight = 'regular' | 'semibold';

/** How Inter's files name the weights. */
const fileWeights: Readonly<Record<Weight, number>> = { regular: 400, semibold: 600 };

/** Inter comes as one file for each group of scripts; a character is taken from the first that has it. */
const scripts = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese', 'greek-ext', 'cyrillic-ext'] as const;

const require = createRequire(import.meta.url);
const loaded = new Map<string, opentype.Font>();

function load(script: (typeof scripts)[number], weight: Weight): opentype.Font {
  const name = `inter-${script}-${fileWeights[weight]}-normal.woff`;
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const bytes = readFileSync(require.resolve(`@fontsource/inter/files/${name}`));
  const font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  loaded.set(name, font);
  return font;
}

/** A character's outline and width. What Inter lacks (such as Chinese) is the typeface's empty box. */
export interface Glyph {
  readonly advancePx: number;
  /** SVG path data with the baseline's left end at (x, y). */
  readonly outlineAt: (x: number, y: number) => string;
}

/** Looks a character up. Characters are drawn one by one: no ligatures and no kerning, which plain labels do without. */
export function glyphOf(character: string, weight: Weight, sizePx: number): Glyph {
  const script = scripts.find((each) => load(each, weight).charToGlyphIndex(character) !== 0) ?? 'latin';
  const font = load(script, weight);
  const glyph = font.charToGlyph(character);
  return {
    advancePx: ((glyph.advanceWidth ?? 0) * sizePx) / font.unitsPerEm,
    outlineAt: (x, y) => glyph.getPath(x, y, sizePx).toPathData(2),
  };
}
