import { expect, it } from 'vitest';
import { pooledProgress } from './pooled-progress.ts';

const at = (seconds: number): Date => new Date(seconds * 1000);

it('counts what is there as done, and begins with the first', () => {
  expect(pooledProgress([{ state: 'queued', progress: 0, startedAt: undefined }, { state: 'computing', progress: 0.5, startedAt: at(3) }, { state: 'computing', progress: 0.5, startedAt: at(2) }], 4)).toEqual({ state: 'computing', progress: 0.5, startedAt: at(2) });
});

it('waits for its turn only while nothing is begun', () => {
  const waiting = { state: 'queued', progress: 0, startedAt: undefined } as const;
  expect(pooledProgress([waiting, waiting], 2)).toEqual({ state: 'queued', progress: 0, startedAt: undefined });
  expect(pooledProgress([waiting], 2)).toMatchObject({ state: 'computing', progress: 0.5 });
});
