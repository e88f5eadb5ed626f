import { differentiate, evaluate, type Graph } from '@lookalike/graph';
import { openDevice } from '@lookalike/runtime';
import { describe, expect, it, vi } from 'vitest';
import { batch, picture, readReference } from '../fixtures/pictures.ts';
import { msSsim, msSsimExponents, nlpd, nlpdScaleCount, type ImageSize } from './index.ts';

// Convolutions of whole batches take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { cases } = await readReference();
const device = await openDevice('onnxruntime-cpu');

const metrics: readonly { name: 'nlpd' | 'msSsim'; graphOf: (size: ImageSize) => Graph }[] = [
  { name: 'nlpd', graphOf: nlpd },
  { name: 'msSsim', graphOf: msSsim },
];
const sizes = [...new Set(cases.map(({ heightPx, widthPx }) => `${heightPx}x${widthPx}`))].map((text) => {
  const [heightPx, widthPx] = text.split('x').map(Number) as [number, number];
  return { text, heightPx, widthPx };
});

describe.each(metrics)('$name', ({ name, graphOf }) => {
  it.each(sizes)('agrees with the published implementation to 1e-4 at $text, in one batch', async (size) => {
    const wanted = cases.filter(({ heightPx, widthPx }) => heightPx === size.heightPx && widthPx === size.widthPx);
    const [a, b] = await Promise.all((['a', 'b'] as const).map(async (side) => batch(await Promise.all(wanted.map((pair) => picture(pair[side], size))), size)));
    const executable = await device.open(graphOf(size));
    const { distance } = await executable.run({ a: a!, b: b! });
    await executable.close();
    expect(distance!.shape).toEqual([wanted.length]);
    wanted.forEach((pair, index) => expect(Math.abs(Number(distance!.data[index]) - pair[name]), `${pair.a} and ${pair.b}`).toBeLessThan(1e-4));
  });

  it.each([{ heightPx: 16, widthPx: 24 }, { heightPx: 61, widthPx: 47 }])('agrees to 5e-6 in double precision, is symmetric, and is 0 for identical images ($heightPx × $widthPx px)', async (size) => {
    const graph = graphOf(size);
    const [cat, dog] = [batch([await picture('cat', size)], size), batch([await picture('dog', size)], size)];
    const between = (a: typeof cat, b: typeof cat): number => Number(evaluate(graph, new Map([['a', a], ['b', b]])).get('distance')!.data[0]);
    const wanted = cases.find(({ heightPx, a, b }) => heightPx === size.heightPx && a === 'cat' && b === 'dog')!;
    // Pixels, and the window of plenoptic's MS-SSIM, are rounded to float32.
    expect(between(cat, dog)).toBeCloseTo(wanted[name], 5);
    expect(between(dog, cat)).toBeCloseTo(between(cat, dog), 12);
    expect(between(cat, cat)).toBeCloseTo(0, 12);
  });

  it('has a gradient that agrees with finite differences, and none that is not finite', async () => {
    const size = { heightPx: 16, widthPx: 24 };
    const graph = graphOf(size);
    const { graph: withGradient, gradient } = differentiate(graph, { of: 'distance', withRespectTo: 'a' });
    const [cat, noisy, grey] = await Promise.all(['cat', 'cat+noise', 'grey'].map((which) => picture(which, size)));
    const b = batch([noisy!], size);
    const distanceAt = (values: Float64Array): number => Number(evaluate(graph, new Map([['a', { type: 'float64' as const, shape: [1, 3, 16, 24], data: values }], ['b', b]])).get('distance')!.data[0]);
    const analytic = evaluate(withGradient, new Map([['a', batch([cat!], size)], ['b', b]]), [gradient]).get(gradient)!;
    for (const index of [0, 100, 577, 1151]) {
      const [up, down] = [1e-5, -1e-5].map((step) => {
        const values = Float64Array.from(cat!);
        values[index]! += step;
        return distanceAt(values);
      });
      const numeric = (up! - down!) / 2e-5;
      expect(Math.abs(Number(analytic.data[index]) - numeric), `pixel ${index}: analytic ${analytic.data[index]}, numeric ${numeric}`).toBeLessThan(1e-6);
    }
    // At identical images, against flat grey, and against the negative, where similarities are negative.
    for (const other of [cat!, grey!, cat!.map((value) => 1 - value)]) {
      const { data } = evaluate(withGradient, new Map([['a', batch([cat!], size)], ['b', batch([other], size)]]), [gradient]).get(gradient)!;
      expect(Array.from(data, Number).every(Number.isFinite)).toBe(true);
    }
  });

  it('refuses images that are too small, saying what would do', () => {
    expect(() => graphOf({ heightPx: 2, widthPx: 64 })).toThrow(/smaller side must be at least \d+ px. Enlarge/);
  });
});

describe('the number of scales', () => {
  it('is as published for large images and shrinks with them', () => {
    expect([256, 33, 32, 16, 3].map((side) => nlpdScaleCount({ heightPx: side, widthPx: 256 }))).toEqual([6, 6, 5, 4, 2]);
    expect([256, 161, 160, 32, 11].map((side) => msSsimExponents({ heightPx: side, widthPx: 256 }).length)).toEqual([5, 5, 4, 2, 1]);
  });

  it('keeps the sum of the exponents', () => {
    const sum = (side: number): number => msSsimExponents({ heightPx: side, widthPx: side }).reduce((total, exponent) => total + exponent, 0);
    for (const side of [11, 32, 64, 128]) expect(sum(side)).toBeCloseTo(sum(256), 12);
  });
});
