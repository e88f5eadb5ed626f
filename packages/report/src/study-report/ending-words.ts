import type { SessionRow } from '@lookalike/dataset';

const words: Readonly<Record<SessionRow['ending'], string>> = {
  completed: 'gave every answer',
  failed_checks: 'gave every answer, and failed the study’s checks',
  screened_out: 'ended by a quality rule on the way',
  practice_not_passed: 'did not pass the practice',
  declined: 'did not consent',
  withdrawn: 'withdrew',
  timed_out: 'stayed away for too long',
  in_progress: 'has not ended',
};

/** How a session ended, as the table of sessions has it, in words. */
export function endingInWords(ending: string): string {
  return (words as Readonly<Record<string, string>>)[ending] ?? ending;
}
