import type { Ending } from '@lookalike/recruiting';
import type { Reward } from './study-operation.ts';

/** What an ending is worth: all of the reward, as much of it as the time that was spent, or nothing. */
const worth: Readonly<Record<Ending, 'all' | 'by_time' | 'nothing'>> = {
  completed: 'all',
  // Every answer is there: whether it is paid is for a person to decide, by the rules of the platform.
  failed_checks: 'all',
  screened_out: 'by_time',
  practice_not_passed: 'by_time',
  no_consent: 'nothing',
  withdrawn: 'nothing',
  timed_out: 'nothing',
  full: 'nothing',
  closed: 'nothing',
};

/**
 * What a session is owed by the study's reward, in its currency, rounded to hundredths. An hour's reward is paid for the minutes that raters
 * were told, as they were promised. Who was ended on the way gets as much of it as they spent of those minutes.
 * @param minutes from consent to the end
 */
export function amountOwed({ ending, reward, minutes, estimatedMinutes }: { readonly ending: Ending; readonly reward: Reward; readonly minutes: number; readonly estimatedMinutes: number }): number {
  const whole = reward.basis === 'hour' ? (reward.amount * estimatedMinutes) / 60 : reward.amount;
  const share = { all: 1, by_time: Math.min(1, Math.max(0, minutes) / estimatedMinutes), nothing: 0 }[worth[ending]];
  return Math.round(100 * whole * share) / 100;
}
