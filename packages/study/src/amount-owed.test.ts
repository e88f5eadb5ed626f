import { endings } from '@lookalike/recruiting';
import { expect, it } from 'vitest';
import { amountOwed } from './amount-owed.ts';

const session = { amount: 2.5, currency: 'GBP', basis: 'session' } as const;
const hour = { amount: 9, currency: 'GBP', basis: 'hour' } as const;

it.each([
  ['completed', 3, 2.5, 0.9], ['failed_checks', 3, 2.5, 0.9], ['screened_out', 3, 1.25, 0.45], ['practice_not_passed', 60, 2.5, 0.9], ['practice_not_passed', 1, 0.42, 0.15],
  ['timed_out', 6, 0, 0], ['withdrawn', 6, 0, 0], ['no_consent', 0, 0, 0],
] as const)('%s after %d of six minutes', (ending, minutes, forSession, forHour) => {
  expect([amountOwed({ ending, reward: session, minutes, estimatedMinutes: 6 }), amountOwed({ ending, reward: hour, minutes, estimatedMinutes: 6 })]).toEqual([forSession, forHour]);
});

it('is never less than nothing nor more than the reward', () => {
  for (const ending of endings) {
    for (const minutes of [-5, 0, 3, 1e6]) {
      const amount = amountOwed({ ending, reward: session, minutes, estimatedMinutes: 6 });
      expect(amount >= 0 && amount <= 2.5).toBe(true);
    }
  }
});
