import { expect, it } from 'vitest';
import { catchAccuracy, sideBias } from './index.ts';

it('reports side bias as the share of left answers, with chance at one half', () => {
  const bias = sideBias([...Array.from({ length: 7 }, () => 'left' as const), ...Array.from({ length: 5 }, () => 'right' as const)]);
  expect(bias).toMatchObject({ estimate: 7 / 12, chance: 0.5, n: { trials: 12 }, excluded: 0 });
  // Wilson, from the reference of statsmodels.
  expect(bias.interval!.lower).toBeCloseTo(0.3195112, 6);
});

it('reports catch accuracy, and nothing where there was no catch trial', () => {
  expect(catchAccuracy([true, true, false, true]).estimate).toBe(0.75);
  expect(catchAccuracy([])).toEqual({ estimate: null, interval: null, n: { trials: 0 }, excluded: 0 });
  expect(sideBias([])).toMatchObject({ estimate: null, interval: null });
});
