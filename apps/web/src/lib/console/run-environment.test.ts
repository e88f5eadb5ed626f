import { expect, it } from 'vitest';
import { splitEnvironment } from './run-environment.ts';

it('warnings stand apart from what made the numbers', () => {
  expect(splitEnvironment({ device: 'cpu', threads: 2, warnings: ['It has one value only. Choose another.'] })).toEqual({ warnings: ['It has one value only. Choose another.'], facts: [['device', 'cpu'], ['threads', '2']] });
});

it('a run that has not begun, or is of an earlier version, has none', () => {
  expect(splitEnvironment(null)).toEqual({ warnings: [], facts: [] });
  expect(splitEnvironment({ device: 'cpu' }).warnings).toEqual([]);
});
