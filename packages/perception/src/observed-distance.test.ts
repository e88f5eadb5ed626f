import { readFile } from 'node:fs/promises';
import type { Graph } from '@lookalike/graph';
import { decodeImage, enlarge, fromPlanar, toPlanar } from '@lookalike/images';
import { createRandom } from '@lookalike/random';
import { openDevice } from '@lookalike/runtime';
import { describe, expect, it, vi } from 'vitest';
import { batch } from '../fixtures/pictures.ts';
import { msSsim, nlpd, observedDistance, type ImageSize } from './index.ts';

// Convolutions of whole batches take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Share of 2AFC trials, each with a random source of its own, in which the first option is taken for the closer one. */
async function firstShare(toFirst: number, toSecond: number, { noise, lapseRate }: { noise: number; lapseRate: number }, trials = 4000): Promise<number> {
  let first = 0;
  for (let i = 0; i < trials; i++) {
    const distance = observedDistance(async (_, option) => (option === 'first' ? toFirst : toSecond), { noise, lapseRate, rng: createRandom(`trial-${i}`) });
    if ((await distance('query', 'first')) < (await distance('query', 'second'))) first++;
  }
  return first / trials;
}

describe('observedDistance', () => {
  it('is the distance itself without noise and lapses', async () => {
    const distance = observedDistance(async () => 0.3, { noise: 0, lapseRate: 0, rng: createRandom('x') });
    expect(await distance('a', 'b')).toBe(0.3);
  });

  it('follows the psychometric function', async () => {
    // ln(1 / 0.8) = 0.22314; Φ(0.22314 / 0.2) = Φ(1.11572) = 0.86773, from scipy.stats.norm.cdf. Four standard errors are 0.021.
    expect(Math.abs((await firstShare(0.8, 1, { noise: 0.2, lapseRate: 0 })) - 0.86773)).toBeLessThan(0.021);
    expect(Math.abs((await firstShare(0.8, 1, { noise: 0.2, lapseRate: 0.3 })) - (0.15 + 0.7 * 0.86773))).toBeLessThan(0.028);
  });

  it('guesses when it always lapses, also between a picture and the same one', async () => {
    expect(Math.abs((await firstShare(0, 1, { noise: 0, lapseRate: 1 })) - 0.5)).toBeLessThan(0.032);
  });

  it('leaves identical pictures at 0, and everything else above', async () => {
    const distance = observedDistance(async (a, b) => (a === b ? 0 : 0.001), { noise: 3, lapseRate: 0, rng: createRandom('x') });
    expect(await distance('a', 'a')).toBe(0);
    expect(await distance('a', 'b')).toBeGreaterThan(0);
  });

  it('sees a pair the same in whatever order it is asked for', async () => {
    const distance = observedDistance(async () => 1, { noise: 0.5, lapseRate: 0, rng: createRandom('x') });
    const once = await distance('a', 'b');
    expect(await distance('a', 'c')).not.toBe(once);
    expect(await distance('b', 'a')).toBe(once);
  });

  it.each([{ noise: -0.1 }, { noise: Number.NaN }, { lapseRate: 1.1 }, { lapseRate: Number.NaN }])('refuses %o', (fault) => {
    expect(() => observedDistance(async () => 1, { noise: 0, lapseRate: 0, ...fault, rng: createRandom('x') })).toThrow(expect.objectContaining({ code: 'perception.bad_observer' }));
  });
});

/** A picture of 32 px as people see it. */
function shown(values: Float32Array, sidePx: number): Float32Array {
  return toPlanar(enlarge(fromPlanar(values, { heightPx: 32, widthPx: 32 }), sidePx));
}

/** For queries, targets and seeds of 32 px: the share of an ideal observer's choices that are the target, at a viewed size. */
async function targetShare(graphOf: (size: ImageSize) => Graph, sidePx: number, trials: readonly Trial[]): Promise<number> {
  const size = { heightPx: sidePx, widthPx: sidePx };
  const executable = await device.open(graphOf(size));
  const stack = (pictures: readonly Float32Array[]) => batch(pictures.map((values) => shown(values, sidePx)), size);
  const { distance } = await executable.run({ a: stack(trials.flatMap(({ query }) => [query, query])), b: stack(trials.flatMap(({ target, seed }) => [target, seed])) });
  await executable.close();
  return trials.filter((_, i) => Number(distance!.data[2 * i]) < Number(distance!.data[2 * i + 1])).length / trials.length;
}

interface Trial {
  readonly query: Float32Array;
  readonly target: Float32Array;
  readonly seed: Float32Array;
}

const device = await openDevice('onnxruntime-cpu');
const sheet = await decodeImage(await readFile(new URL('../fixtures/iris.png', import.meta.url)));
/** A picture of the sheet that fixtures/make-iris.ts made: target, seed, IRI, seed, IRI. */
const onSheet = (row: number, column: number): Float32Array => Float32Array.from({ length: 3 * 1024 }, (_, index) => {
  const [channel, y, x] = [Math.floor(index / 1024), Math.floor(index / 32) % 32, index % 32];
  return sheet.data[((row * 32 + y) * sheet.widthPx + column * 32 + x) * 3 + channel]! / 255;
});
const rows = Array.from({ length: sheet.heightPx / 32 }, (_, row) => row);

describe.each([['NLPD', nlpd], ['MS-SSIM', msSsim]] as const)('an observer by %s of enlarged 32 px images', (_, graphOf) => {
  it('takes the target for a blurred target with noise on it, and the seed for half of the seed with other noise', async () => {
    const soft = rows.map((row) => {
      const [target, seed, other] = [onSheet(row, 0), onSheet(row, 1), onSheet(row, 3)];
      return { target, seed, query: blurred(target).map((value, i) => 0.85 * value + 0.15 * other[i]!) };
    });
    const noisy = rows.map((row) => {
      const [target, seed, other] = [onSheet(row, 0), onSheet(row, 1), onSheet((row + 1) % rows.length, 3)];
      return { target, seed, query: seed.map((value, i) => (value + other[i]!) / 2) };
    });
    expect(await targetShare(graphOf, 64, soft)).toBe(1);
    expect(await targetShare(graphOf, 64, noisy)).toBe(0);
  });

  it('finds real IRIs of the robust network closer to their targets than those of the standard one', async () => {
    const irisOf = (column: number): Trial[] => rows.map((row) => ({ target: onSheet(row, 0), seed: onSheet(row, column - 1), query: onSheet(row, column) }));
    expect(await targetShare(graphOf, 64, irisOf(4))).toBeGreaterThan(await targetShare(graphOf, 64, irisOf(2)));
  });
});

it('agrees with the eye by NLPD: real IRIs are taken for noise for the standard network, mostly for the target for the robust one', async () => {
  const irisOf = (column: number): Trial[] => rows.map((row) => ({ target: onSheet(row, 0), seed: onSheet(row, column - 1), query: onSheet(row, column) }));
  expect(await targetShare(nlpd, 64, irisOf(2))).toBeLessThanOrEqual(0.25);
  expect(await targetShare(nlpd, 64, irisOf(4))).toBeGreaterThanOrEqual(0.5);
});

/** Averaged over 3 × 3 px, inside each channel of a 32 px image. */
function blurred(values: Float32Array): Float32Array {
  const clamp = (position: number): number => Math.min(31, Math.max(0, position));
  return values.map((_, index) => {
    const [channel, row, column] = [Math.floor(index / 1024), Math.floor(index / 32) % 32, index % 32];
    let sum = 0;
    for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) sum += values[channel * 1024 + clamp(row + dy) * 32 + clamp(column + dx)]!;
    return sum / 9;
  });
}
