import { expect, it } from 'vitest';
import { DistanceCurve } from './distance-curve.ts';

it('keeps every step at first, then fewer, and always the first and the last', () => {
  const curve = new DistanceCurve();
  for (let step = 0; step <= 5000; step++) curve.add(step, 1 / (step + 1));
  const points = curve.points();
  expect(points.slice(0, 12).map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(points.at(-1)).toEqual({ step: 5000, distance: 1 / 5001 });
  expect(points.length).toBeLessThan(90);
  for (const [i, { step }] of points.slice(0, -2).entries()) expect(points[i + 1]!.step).toBeLessThanOrEqual(Math.max(step + 1, step * 1.1 + 1));
});

it('is empty before the first step', () => {
  expect(new DistanceCurve().points()).toEqual([]);
});
