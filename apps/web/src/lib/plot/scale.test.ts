import { describe, expect, it } from 'vitest';
import { linearScale, niceTicks } from './scale.ts';

it('linearScale maps ends to ends', () => {
  const x = linearScale({ domain: [0, 2], range: [100, 300] });
  expect([0, 1, 2].map(x)).toEqual([100, 200, 300]);
  expect(linearScale({ domain: [1, 1], range: [5, 9] })(1)).toBe(5);
});

describe('niceTicks', () => {
  it('gives round numbers inside the range', () => {
    expect(niceTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(niceTicks(0, 1.3, 4)).toEqual([0, 0.5, 1]);
    expect(niceTicks(-0.31, 0.72, 6)).toEqual([-0.2, 0, 0.2, 0.4, 0.6]);
  });
  it('survives an empty range', () => {
    expect(niceTicks(2, 2, 5)).toEqual([2]);
  });
});
