import { expect, it } from 'vitest';
import { idealObserverScore } from './index.ts';

it('scores the closer option, and a tie as half a choice', () => {
  expect(idealObserverScore({ distanceToTarget: 0.1, distanceToSeed: 0.2 })).toBe(1);
  expect(idealObserverScore({ distanceToTarget: 0.2, distanceToSeed: 0.1 })).toBe(0);
  for (const distance of [0, 0.3]) expect(idealObserverScore({ distanceToTarget: distance, distanceToSeed: distance })).toBe(0.5);
});

it('refuses what is not a distance', () => {
  expect(() => idealObserverScore({ distanceToTarget: Number.NaN, distanceToSeed: 0.1 })).toThrow(expect.objectContaining({ code: 'perception.bad_observer' }));
  expect(() => idealObserverScore({ distanceToTarget: 0.1, distanceToSeed: -1 })).toThrow(/from 0/);
});
