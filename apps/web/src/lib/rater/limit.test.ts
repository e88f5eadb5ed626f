import { expect, it } from 'vitest';
import { limitText, shareLeft } from './limit.ts';

it('what is left goes from all to nothing, and no further', () => {
  const left = (nowMs: number) => shareLeft({ deadlineMs: 3000, limitMs: 2000, nowMs });
  expect([left(500), left(1000), left(2500), left(9000)]).toEqual([1, 1, 0.25, 0]);
});

it('is told in seconds, and a long one in minutes', () => {
  expect([500, 1000, 2500, 60_000, 150_000].map(limitText)).toEqual(['0.5 seconds', '1 second', '2.5 seconds', '60 seconds', '2.5 minutes']);
});
