import { expect, it } from 'vitest';
import { restartDelayMs } from './restart-policy.ts';

it('doubles the delay for each crash in a row, up to half a minute', () => {
  const delays: number[] = [];
  for (let crash = 0; crash < 9; crash++) delays.push(restartDelayMs(delays.at(-1), 100));
  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

it('starts from the first delay again after a minute of health', () => {
  expect(restartDelayMs(30_000, 60_000)).toBe(500);
});
