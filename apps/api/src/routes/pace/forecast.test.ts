import { expect, it } from 'vitest';
import { forecast, type Progress } from './forecast.ts';

const now = new Date('2026-05-04T12:00:00.000Z');
const given = (change: Partial<Progress> = {}) => forecast({ recentCount: 12, completedCount: 20, places: 30, isOpen: true, launchedAt: new Date('2026-05-01T00:00:00.000Z'), now, ...change });

it('goes on at the pace of the last hours', () => {
  expect(given()).toEqual({ completionsPerHour: 2, overHours: 6, fullAt: new Date('2026-05-04T17:00:00.000Z') });
});

it('a new study is counted since its launch, and over half an hour at least', () => {
  expect(given({ launchedAt: new Date('2026-05-04T09:00:00.000Z') })).toMatchObject({ completionsPerHour: 4, overHours: 3 });
  expect(given({ launchedAt: now, recentCount: 1 })).toMatchObject({ completionsPerHour: 2, overHours: 0.5 });
});

it.each([
  ['nobody came', { recentCount: 0 }],
  ['it is full', { completedCount: 30 }],
  ['it is paused or closed', { isOpen: false }],
])('says no time where %s', (_, change) => {
  expect(given(change).fullAt).toBeUndefined();
});
