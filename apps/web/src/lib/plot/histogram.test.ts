import { describe, expect, it } from 'vitest';
import { histogram, histogramOfQuantiles, quantilesOf } from './histogram.ts';

const bins = { upTo: 1, binCount: 4 };
const total = (list: readonly { share: number }[]) => list.reduce((sum, { share }) => sum + share, 0);

describe('histogram', () => {
  it('counts each value once, the upper end too', () => {
    expect(histogram([0, 0.2, 0.25, 0.99, 1], bins).map(({ share }) => share)).toEqual([0.4, 0.2, 0, 0.4]);
  });
  it('values outside lower the total instead of piling up at the end', () => {
    expect(total(histogram([0.5, 2], bins))).toBe(0.5);
  });
  it('is empty for nothing', () => {
    expect(total(histogram([], bins))).toBe(0);
  });
});

describe('histogramOfQuantiles', () => {
  it('spreads evenly between neighbours', () => {
    expect(histogramOfQuantiles([0, 0.5, 1], bins).map(({ share }) => share)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(histogramOfQuantiles([0, 0.25, 1], bins).map(({ share }) => share)).toEqual([0.5, expect.closeTo(1 / 6), expect.closeTo(1 / 6), expect.closeTo(1 / 6)]);
  });
  it('keeps the whole share also where quantiles coincide', () => {
    expect(total(histogramOfQuantiles([0.3, 0.3, 0.3, 0.9], bins))).toBeCloseTo(1);
  });
});

it('quantilesOf takes nothing but finite numbers', () => {
  expect(quantilesOf({ quantiles: [0.1, 0.2] })).toEqual([0.1, 0.2]);
  for (const wrong of [null, {}, { quantiles: [1] }, { quantiles: [1, 'x'] }, { quantiles: [1, null] }]) expect(quantilesOf(wrong)).toBeUndefined();
});
