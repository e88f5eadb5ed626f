import { describe, expect, it } from 'vitest';
import { linearScale, logScale, logTicks, niceTicks } from './scale.ts';

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

it('a logarithmic scale gives equal ratios equal lengths, and what it cannot show its start', () => {
  const scale = logScale({ domain: [0.01, 1], range: [0, 100] });
  expect([0.01, 0.1, 1].map(scale)).toEqual([0, 50, 100]);
  expect([0, -1, 0.001].map(scale)).toEqual([0, 0, 0]);
});

it('ticks of a logarithmic axis are powers of ten, with 2 and 5 where those are few', () => {
  expect(logTicks(0.0008, 1.2)).toEqual([0.001, 0.01, 0.1, 1]);
  expect(logTicks(0.04, 0.6)).toEqual([0.05, 0.1, 0.2, 0.5]);
});
