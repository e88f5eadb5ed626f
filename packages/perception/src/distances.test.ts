import { evaluate, makeTensor } from '@lookalike/graph';
import { expect, it } from 'vitest';
import { distanceNamed, distanceNames, distances } from './index.ts';

it.each(distanceNames)('%s compares images of its least size, and refuses smaller ones', (name) => {
  const { at, leastSidePx } = distances[name];
  const side = leastSidePx;
  const ramp = makeTensor('float32', [1, 3, side, side], Array.from({ length: 3 * side * side }, (_, i) => (i % side) / side));
  const { data } = evaluate(at({ heightPx: side, widthPx: side }), new Map([['a', ramp], ['b', ramp]])).get('distance')!;
  expect(Number(data[0])).toBeCloseTo(0, 6);
  expect(() => at({ heightPx: side - 1, widthPx: side })).toThrow(expect.objectContaining({ code: 'perception.image_too_small' }));
});

it('a name that no distance has is found to have none, whatever objects have by themselves', () => {
  expect(distanceNamed('nlpd')).toBe(distances.nlpd);
  for (const name of ['lpips', '', 'toString', '__proto__']) expect(distanceNamed(name)).toBeUndefined();
});
