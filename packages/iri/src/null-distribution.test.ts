import { describe, expect, it } from 'vitest';
import { createRandom } from '@lookalike/random';
import { nullDistribution, nullPercentile } from './null-distribution.ts';

const image = (hash: string, ...values: number[]) => ({ hash, representation: Float32Array.from(values) });
const measure = (images: Parameters<typeof nullDistribution>[0]['images'], pairCount = 1000) => nullDistribution({ images, pairCount, random: createRandom('null') });

describe('nullDistribution', () => {
  it('takes all ordered pairs of a small set, divided by the length of the second', () => {
    // ‖(3,0) − (0,4)‖ = 5: 5/4 one way, 5/3 the other.
    expect(measure([image('a', 3, 0), image('b', 0, 4)])).toMatchObject({ count: 2, isComplete: true, values: [5 / 4, 5 / 3], mean: (5 / 4 + 5 / 3) / 2, seed: 'null' });
  });

  it('draws distinct pairs of a large set, the same for the same seed', () => {
    const images = Array.from({ length: 40 }, (_, i) => image(`${i}`, Math.cos(i), Math.sin(i), i));
    const drawn = measure(images, 100);
    expect(drawn).toMatchObject({ count: 100, isComplete: false });
    expect(measure(images, 100)).toEqual(drawn);
    // Distinct pairs of these images have distinct distances.
    expect(new Set(drawn.values).size).toBe(100);
    expect(drawn.values).toEqual([...drawn.values].sort((a, b) => a - b));
  });

  it('reports quantiles by linear interpolation', () => {
    const { probabilities, quantiles, values } = measure([image('a', 1, 0), image('b', 2, 0), image('c', 4, 0)]);
    expect(values).toEqual([0.5, 0.5, 0.75, 1, 1, 3]);
    expect(quantiles[probabilities.indexOf(0.5)]).toBe(0.875);
    expect([quantiles[0], quantiles.at(-1)]).toEqual([0.5, 3]);
  });

  it('leaves out pairs of equal images and images represented by 0 or by no number', () => {
    expect(measure([image('a', 3, 0), image('a', 3, 0), image('b', 0, 4), image('zero', 0, 0), image('nan', Number.NaN, 0)]).count).toBe(2);
  });

  it('refuses a set without two different images', () => {
    expect(() => measure([image('a', 1, 0), image('a', 1, 0)])).toThrow(/at least two whose representation/);
  });
});

describe('nullPercentile', () => {
  it('is 0 only below every pair, and 1 from the largest on', () => {
    const values = [0.5, 0.6, 0.6, 0.9];
    expect(nullPercentile(values, 0.49)).toBe(0);
    expect(nullPercentile(values, 0.5)).toBe(0.25);
    expect(nullPercentile(values, 0.6)).toBe(0.75);
    expect(nullPercentile(values, 0.9)).toBe(1);
    expect(nullPercentile(values, 7)).toBe(1);
  });
});
