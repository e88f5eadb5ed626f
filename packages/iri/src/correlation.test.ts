import { expect, it } from 'vitest';
import { correlation, ranks } from './correlation.ts';

const a = Float32Array.of(0.5, 1.25, -2, 3, 3, 0, 0, 0, 7.5, -1);
const b = Float32Array.of(1, 0.5, -1, 2, 5, 0, 0.25, 0, -4, -1);

it('gives the coefficients that SciPy gives, with ties', () => {
  // scipy.stats.pearsonr, spearmanr and rankdata
  const { pearson, spearman } = correlation(a, b);
  expect(pearson).toBeCloseTo(-0.14708353344433345, 12);
  expect(spearman).toBeCloseTo(0.4148785763676336, 12);
  expect([...ranks(a)]).toEqual([6, 7, 1, 8.5, 8.5, 4, 4, 4, 10, 2]);
});

it('gives 1 for a vector and itself, −1 for it and its opposite, and nothing where one does not vary', () => {
  expect(correlation(a, a)).toEqual({ pearson: 1, spearman: 1 });
  expect(correlation(a, a.map((value) => -value))).toEqual({ pearson: -1, spearman: -1 });
  expect(correlation(a, new Float32Array(a.length).fill(0.3))).toEqual({});
});
