import { describe, expect, it } from 'vitest';
import { isFinalStatus, judgeSubmission, oddCode, type Owed, type StandHere } from './owed.ts';

const table: Readonly<Record<string, Readonly<Record<Exclude<StandHere, 'full' | 'closed'>, Owed>>>> = {
  ACTIVE: { completed: 'wait', failed_checks: 'wait', screened_out: 'ask_to_return', no_consent: 'ask_to_return', practice_not_passed: 'ask_to_return', withdrawn: 'ask_to_return', timed_out: 'wait', under_way: 'wait', none: 'wait' },
  AWAITING_REVIEW: { completed: 'approve', failed_checks: 'review', screened_out: 'ask_to_return', no_consent: 'ask_to_return', practice_not_passed: 'ask_to_return', withdrawn: 'ask_to_return', timed_out: 'review', under_way: 'look', none: 'look' },
  APPROVED: { completed: 'settled', failed_checks: 'settled', screened_out: 'settled', no_consent: 'settled', practice_not_passed: 'settled', withdrawn: 'settled', timed_out: 'settled', under_way: 'look', none: 'look' },
  SCREENED_OUT: { completed: 'settled', failed_checks: 'settled', screened_out: 'settled', no_consent: 'settled', practice_not_passed: 'settled', withdrawn: 'settled', timed_out: 'settled', under_way: 'look', none: 'look' },
  REJECTED: { completed: 'look', failed_checks: 'settled', screened_out: 'look', no_consent: 'look', practice_not_passed: 'look', withdrawn: 'look', timed_out: 'look', under_way: 'look', none: 'settled' },
  RETURNED: { completed: 'bonus', failed_checks: 'bonus', screened_out: 'settled', no_consent: 'settled', practice_not_passed: 'settled', withdrawn: 'settled', timed_out: 'settled', under_way: 'settled', none: 'settled' },
  TIMED_OUT: { completed: 'bonus', failed_checks: 'bonus', screened_out: 'settled', no_consent: 'settled', practice_not_passed: 'settled', withdrawn: 'settled', timed_out: 'settled', under_way: 'wait', none: 'settled' },
  PROCESSING: { completed: 'look', failed_checks: 'look', screened_out: 'look', no_consent: 'look', practice_not_passed: 'look', withdrawn: 'look', timed_out: 'look', under_way: 'look', none: 'look' },
};

describe('what a submission is owed', () => {
  it.each(Object.entries(table).flatMap(([status, row]) => Object.entries(row).map(([here, owed]) => [status, here as StandHere, owed] as const)))('%s there, %s here: %s', (status, here, owed) => {
    expect(judgeSubmission({ status, here }).owed).toBe(owed);
  });

  it('what is paid, rejected, returned or timed out is over; what is under way or waits for a person is not', () => {
    expect(['APPROVED', 'PARTIALLY_APPROVED', 'SCREENED_OUT', 'REJECTED', 'RETURNED', 'TIMED_OUT'].every(isFinalStatus)).toBe(true);
    expect(['ACTIVE', 'RESERVED', 'AWAITING_REVIEW', 'PROCESSING'].some(isFinalStatus)).toBe(false);
  });
});

it('a code of another ending, or of none, is odd', () => {
  const codes = { completed: 'DONE', no_consent: 'NOPE' };
  const odd = (entered: string | undefined, here: StandHere) => oddCode({ entered, here, codes });
  expect([odd('DONE', 'completed'), odd('NOPE', 'no_consent'), odd(undefined, 'completed')]).toEqual([undefined, undefined, undefined]);
  expect(odd('DONE', 'no_consent')).toContain('completed');
  expect(odd('NOCODE', 'failed_checks')).toContain('without a code');
  expect(odd('GUESS', 'completed')).toContain('no code of this study');
});
