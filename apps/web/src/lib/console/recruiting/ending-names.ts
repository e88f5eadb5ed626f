import type { Ending } from '@lookalike/recruiting';

/** How a rater's way ended, in the experimenter's words. */
export const endingNames: Readonly<Record<Ending, string>> = {
  completed: 'Finished',
  failed_checks: 'Finished, checks failed',
  screened_out: 'Screened out',
  no_consent: 'Declined',
  practice_not_passed: 'Practice not passed',
  withdrawn: 'Withdrew',
  timed_out: 'Away for too long',
  full: 'No place left',
  closed: 'Study has ended',
};
