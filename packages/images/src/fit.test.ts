import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ImagesError, enlarge, fitToNetwork, type RgbImage } from './index.ts';

/** An image whose red is its column and whose green is its row. */
function ramp(widthPx: number, heightPx: number): RgbImage {
  const data = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return [pixel % widthPx, Math.floor(pixel / widthPx), 0][at % 3]!;
  });
  return { widthPx, heightPx, data };
}
const pixel = ({ widthPx, data }: RgbImage, x: number, y: number): number[] => [...data.slice((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3)];

describe('fitToNetwork', () => {
  it('cuts the middle out of a wide image', () => {
    const fitted = fitToNetwork(ramp(10, 4), { widthPx: 4, heightPx: 4 });
    expect([pixel(fitted, 0, 0), pixel(fitted, 3, 3)]).toEqual([[3, 0, 0], [6, 3, 0]]);
  });

  it('cuts the middle out of a tall image, and the odd row at the bottom', () => {
    const fitted = fitToNetwork(ramp(4, 9), { widthPx: 4, heightPx: 4 });
    expect([pixel(fitted, 0, 0), pixel(fitted, 3, 3)]).toEqual([[0, 2, 0], [3, 5, 0]]);
  });

  it('keeps the aspect of a target that is not square', () => {
    const fitted = fitToNetwork(ramp(12, 12), { widthPx: 12, heightPx: 6 });
    expect([fitted.widthPx, fitted.heightPx, pixel(fitted, 0, 0), pixel(fitted, 11, 5)]).toEqual([12, 6, [0, 3, 0], [11, 8, 0]]);
  });

  it('turns a pattern too fine for the target into its mean, not into a false pattern', () => {
    const stripes: RgbImage = { widthPx: 128, heightPx: 128, data: Uint8Array.from({ length: 128 * 128 * 3 }, (_, at) => (Math.floor(at / 3) % 2 === 0 ? 255 : 0)) };
    const middle = fitToNetwork(stripes, { widthPx: 30, heightPx: 30 }).data.slice((15 * 30 + 5) * 3, (15 * 30 + 25) * 3);
    expect(Math.max(...middle) - Math.min(...middle)).toBeLessThanOrEqual(4);
  });

  it('makes a larger image of a smaller one', () => {
    const fitted = fitToNetwork(ramp(1, 3), { widthPx: 5, heightPx: 5 });
    expect([fitted.widthPx, fitted.heightPx, fitted.data.length]).toEqual([5, 5, 75]);
  });

  it.each([[0, 4], [4, 1.5], [4, Number.NaN]])('refuses a target of %s×%s px', (widthPx, heightPx) => {
    expect(() => fitToNetwork(ramp(3, 3), { widthPx, heightPx })).toThrow(expect.objectContaining({ code: 'images.bad_size' }));
  });

  it('refuses an image whose data does not fit its size', () => {
    expect(() => fitToNetwork({ widthPx: 3, heightPx: 3, data: new Uint8Array(26) }, { widthPx: 2, heightPx: 2 })).toThrow(ImagesError);
  });
});

interface Fixture {
  readonly sources: Readonly<Record<string, { readonly widthPx: number; readonly heightPx: number; readonly data: readonly number[] }>>;
  readonly cases: readonly { readonly source: string; readonly kind: 'shorter-side' | 'stretch'; readonly shorterSidePx: number; readonly interpolation: 'bilinear' | 'bicubic' | 'lanczos3'; readonly widthPx: number; readonly heightPx: number; readonly data: readonly number[] }[];
}
const { sources, cases } = JSON.parse(readFileSync(new URL('../fixtures/resize-rules.json', import.meta.url), 'utf8')) as Fixture;

describe('the resize rules of networks', () => {
  it.each(cases.map((each) => [`${each.kind} ${each.interpolation}, ${each.source} to ${each.widthPx}×${each.heightPx}`, each] as const))('agree with torchvision: %s', (_, { source, data, kind, shorterSidePx, interpolation, ...size }) => {
    const image = { ...sources[source]!, data: Uint8Array.from(sources[source]!.data) };
    const result = fitToNetwork(image, size, kind === 'stretch' ? { kind, interpolation } : { kind, shorterSidePx, interpolation });
    const differences = data.map((value, at) => Math.abs(value - result.data[at]!));
    expect([result.widthPx, result.heightPx, result.data.length]).toEqual([size.widthPx, size.heightPx, data.length]);
    // Pillow's float images hold 24 bits, so a value half way between two 8-bit ones may fall on the other side.
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    expect(differences.filter((difference) => difference > 0).length).toBeLessThanOrEqual(data.length / 100);
  });

  it('refuse a shorter side that leaves too little to cut from', () => {
    const rule = { kind: 'shorter-side', shorterSidePx: 5, interpolation: 'bilinear' } as const;
    expect(() => fitToNetwork(ramp(9, 9), { widthPx: 6, heightPx: 6 }, rule)).toThrow(expect.objectContaining({ code: 'images.bad_size' }));
  });
});

describe('enlarge', () => {
  it('brings the longer side to the wanted size and keeps the aspect', () => {
    const { widthPx, heightPx } = enlarge(ramp(32, 16), 256);
    expect([widthPx, heightPx]).toEqual([256, 128]);
  });

  it('makes steps smooth: no blocks remain', () => {
    const step: RgbImage = { widthPx: 2, heightPx: 1, data: Uint8Array.from([0, 0, 0, 255, 255, 255]) };
    const reds = [...enlarge(step, 16).data.slice(0, 48)].filter((_, at) => at % 3 === 0);
    expect(new Set(reds).size).toBeGreaterThan(6);
    expect(reds).toEqual([...reds].sort((a, b) => a - b));
  });

  it('is the identity at the same size', () => {
    expect(enlarge(ramp(7, 5), 7)).toEqual(ramp(7, 5));
  });
});
