import { readFile } from 'node:fs/promises';
import type { Graph } from '@lookalike/graph';
import { decodeImage, enlarge, fromPlanar, toPlanar } from '@lookalike/images';
import { createRandom } from '@lookalike/random';
import { openDevice } from '@lookalike/runtime';
import { describe, expect, it, vi } from 'vitest';
import { batch } from '../fixtures/pictures.ts';
import { msSsim, nlpd, simulatedObserver, type ImageSize } from './index.ts';

// Convolutions of whole batches take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Share of left answers over many trials with one random source. */
function leftShare(trial: { distanceToLeft: number; distanceToRight: number; noise: number; lapseRate: number }, trials = 20_000): number {
  const rng = createRandom('observer');
  let left = 0;
  for (let i = 0; i < trials; i++) if (simulatedObserver({ ...trial, rng }) === 'left') left++;
  return left / trials;
}

describe('simulatedObserver', () => {
  it('always takes the closer option without noise and lapses', () => {
    expect(leftShare({ distanceToLeft: 0.999, distanceToRight: 1, noise: 0, lapseRate: 0 }, 100)).toBe(1);
    expect(leftShare({ distanceToLeft: 3, distanceToRight: 0, noise: 0, lapseRate: 0 }, 100)).toBe(0);
  });

  it('decides an exact tie by a coin, also at distance 0 and without noise', () => {
    for (const distance of [0, 0.4]) expect(Math.abs(leftShare({ distanceToLeft: distance, distanceToRight: distance, noise: 0, lapseRate: 0 }) - 0.5)).toBeLessThan(0.02);
  });

  it('follows the psychometric function', () => {
    // e = 0.2 / 0.9; Φ(e / 0.2) = Φ(1.1111) = 0.86674, from scipy.stats.norm.cdf.
    expect(Math.abs(leftShare({ distanceToLeft: 0.8, distanceToRight: 1, noise: 0.2, lapseRate: 0 }) - 0.86674)).toBeLessThan(0.012);
    expect(Math.abs(leftShare({ distanceToLeft: 0.8, distanceToRight: 1, noise: 0.2, lapseRate: 0.3 }) - (0.15 + 0.7 * 0.86674))).toBeLessThan(0.015);
  });

  it('does not depend on the unit of the distances', () => {
    const trial = { distanceToLeft: 0.9, distanceToRight: 1, noise: 0.3, lapseRate: 0.02 };
    expect(leftShare({ ...trial, distanceToLeft: 900, distanceToRight: 1000 })).toBe(leftShare(trial));
  });

  it('guesses when it always lapses', () => {
    expect(Math.abs(leftShare({ distanceToLeft: 0, distanceToRight: 1, noise: 0, lapseRate: 1 }) - 0.5)).toBeLessThan(0.02);
  });

  it.each([{ distanceToLeft: -1 }, { distanceToRight: Number.NaN }, { noise: -0.1 }, { lapseRate: 1.1 }])('refuses %o', (fault) => {
    expect(() => simulatedObserver({ distanceToLeft: 1, distanceToRight: 1, noise: 0, lapseRate: 0, ...fault, rng: createRandom('x') })).toThrow(/expected finite numbers/);
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
  const choices = trials.map((_, i) => simulatedObserver({ distanceToLeft: Number(distance!.data[2 * i]), distanceToRight: Number(distance!.data[2 * i + 1]), noise: 0, lapseRate: 0, rng: createRandom(`${i}`) }));
  return choices.filter((side) => side === 'left').length / trials.length;
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
