import type { ActionView } from '../../api/views.ts';

interface ActionTexts {
  readonly title: string;
  /** The button that does it. */
  readonly confirm: string;
  /** In the ledger. */
  readonly done: string;
}

export const actionTexts: Readonly<Record<ActionView['kind'], ActionTexts>> = {
  approve: { title: 'Approve and pay', confirm: 'Approve', done: 'Approved' },
  ask_to_return: { title: 'Ask to return', confirm: 'Ask them', done: 'Asked to return' },
  reject: { title: 'Reject', confirm: 'Reject', done: 'Rejected' },
  bonus: { title: 'Pay a bonus', confirm: 'Pay', done: 'Bonus' },
};

/** How an action stands. */
export const actionStates = {
  prepared: { label: 'Prepared', tone: 'neutral' },
  doing: { label: 'Under way', tone: 'neutral' },
  done: { label: 'Done', tone: 'good' },
  refused: { label: 'Not done', tone: 'bad' },
  unknown: { label: 'Nobody knows', tone: 'warn' },
} as const satisfies Readonly<Record<ActionView['state'], object>>;

/** As Prolific names the reasons. */
export const rejectionCategories = [
  { value: 'FAILED_CHECK', label: 'Failed attention checks' },
  { value: 'TOO_QUICKLY', label: 'Exceptionally fast' },
  { value: 'LOW_EFFORT', label: 'Low effort' },
  { value: 'FAILED_INSTRUCTIONS', label: 'Did not follow the instructions' },
  { value: 'NO_DATA', label: 'No data' },
  { value: 'NO_CODE', label: 'No code' },
  { value: 'BAD_CODE', label: 'Wrong code' },
  { value: 'OTHER', label: 'Another reason' },
] as const;
