import { expect, it } from 'vitest';
import { curveDomain, curvePaths, thinned } from './curve.ts';

const points = [
  { step: 0, lowerQuartile: 1, median: 2, upperQuartile: 3 },
  { step: 10, lowerQuartile: 0.5, median: 1, upperQuartile: 2 },
];
const asIs = (value: number): number => value;

it('the line goes through the medians, the band along the upper quartiles and back along the lower ones', () => {
  expect(curvePaths(points, { x: asIs, y: asIs })).toEqual({ line: 'M0.0 2.0L10.0 1.0', band: 'M0.0 3.0L10.0 2.0L10.0 0.5L0.0 1.0Z' });
});

it('without points nothing is drawn', () => {
  expect(curvePaths([], { x: asIs, y: asIs })).toEqual({ line: '', band: '' });
  expect(curveDomain([])).toEqual([0.1, 1]);
});

it('the range of a logarithmic axis leaves out 0 and is never empty', () => {
  const [from, to] = curveDomain([...points, { step: 20, lowerQuartile: 0, median: 0.5, upperQuartile: 1 }]);
  expect(from).toBeCloseTo(0.5 / 1.1);
  expect(to).toBeCloseTo(3.3);
  expect(curveDomain([{ step: 0, lowerQuartile: 1, median: 1, upperQuartile: 1 }])).toEqual([0.5, 2]);
});

it('thinning keeps the ends and the order', () => {
  const steps = Array.from({ length: 100 }, (_, i) => i);
  const kept = thinned(steps, 12);
  expect(kept).toHaveLength(12);
  expect([kept[0], kept.at(-1)]).toEqual([0, 99]);
  expect([...kept].sort((a, b) => a - b)).toEqual(kept);
  expect(thinned([1, 2], 12)).toEqual([1, 2]);
});
