import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catmullRom, lanczos3, resample } from './resample.ts';

interface Pixels {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: readonly number[];
}
interface Fixture {
  readonly source: Pixels;
  readonly cases: readonly (Pixels & { readonly filter: 'lanczos3' | 'catmullRom' })[];
}

/** Pillow's float images hold 24 bits, so a value half way between two 8-bit ones may fall on the other side. */
const toleranceLevels = 1;
const kernels = { lanczos3, catmullRom };
const { source, cases } = JSON.parse(readFileSync(new URL('../fixtures/resample.json', import.meta.url), 'utf8')) as Fixture;
const image = { ...source, data: Uint8Array.from(source.data) };

describe('resample', () => {
  it.each(cases.map((each) => [`${each.filter} to ${each.widthPx}×${each.heightPx}`, each] as const))('agrees with Pillow: %s', (_, { filter, widthPx, heightPx, data }) => {
    const result = resample(image, { widthPx, heightPx }, kernels[filter]);
    const differences = data.map((value, at) => Math.abs(value - result.data[at]!));
    expect(result.data.length).toBe(data.length);
    expect(Math.max(...differences)).toBeLessThanOrEqual(toleranceLevels);
    expect(differences.filter((difference) => difference > 0).length).toBeLessThanOrEqual(data.length / 1000);
  });

  it('leaves an image of the wanted size as it is', () => {
    expect(resample(image, { widthPx: image.widthPx, heightPx: image.heightPx }, lanczos3).data).toEqual(image.data);
  });

  it('keeps one colour one colour, up to the edges', () => {
    const plain = { widthPx: 9, heightPx: 7, data: new Uint8Array(9 * 7 * 3).fill(77) };
    for (const kernel of [lanczos3, catmullRom]) {
      expect(new Set(resample(plain, { widthPx: 4, heightPx: 20 }, kernel).data)).toEqual(new Set([77]));
    }
  });
});
