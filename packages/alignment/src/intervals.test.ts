import { describe, expect, it } from 'vitest';
import { normalQuantile } from './normal-quantile.ts';
import { reference } from '../fixtures/reference.ts';
import { newcombeInterval, wilsonInterval } from './wilson-interval.ts';

describe('normalQuantile', () => {
  it.each(reference.normalQuantiles)('agrees with scipy at $probability', ({ probability, quantile }) => {
    expect(Math.abs(normalQuantile(probability) - quantile)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(quantile)));
  });
});

describe('wilsonInterval', () => {
  it.each(reference.wilson)('agrees with statsmodels for $successes of $trials at $level', ({ interval: [lower, upper], ...counts }) => {
    const interval = wilsonInterval(counts);
    expect(interval.lower).toBeCloseTo(lower, 12);
    expect(interval.upper).toBeCloseTo(upper, 12);
  });

  it('begins at exactly 0 and ends at exactly 1 where none or all succeed', () => {
    expect([wilsonInterval({ successes: 0, trials: 7 }).lower, wilsonInterval({ successes: 7, trials: 7 }).upper]).toEqual([0, 1]);
  });

  it.each([{ successes: 3, trials: 2 }, { successes: -1, trials: 2 }, { successes: 0, trials: 0 }, { successes: 1, trials: 2, level: 1 }, { successes: Number.NaN, trials: 2 }])('refuses $successes of $trials', (counts) => {
    expect(() => wilsonInterval(counts)).toThrow(/expected 0 ≤ successes ≤ trials/);
  });
});

describe('newcombeInterval', () => {
  it.each(reference.newcombe)('agrees with statsmodels for $first and $second', ({ first, second, interval: [lower, upper] }) => {
    const interval = newcombeInterval({ ...first, level: 0.95 }, { ...second, level: 0.95 });
    expect(interval.lower).toBeCloseTo(lower, 12);
    expect(interval.upper).toBeCloseTo(upper, 12);
  });
});
