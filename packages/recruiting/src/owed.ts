import { Type, type Static } from 'typebox';
import type { Ending } from './ending.ts';

/** What is to be done about a submission. */
export const Owed = Type.Union(
  [Type.Literal('approve'), Type.Literal('bonus'), Type.Literal('ask_to_return'), Type.Literal('review'), Type.Literal('look'), Type.Literal('wait'), Type.Literal('settled')],
  {
    description:
      'approve: pay it. bonus: it can no longer be approved, and time was spent. ask_to_return: it is not to be paid, and not to be rejected. review: a person decides whether to pay. look: what is here and what is there do not fit. wait: it is under way. settled: nothing more.',
  },
);
export type Owed = Static<typeof Owed>;

/** How a session stands here: its ending, under way, or that there is none. */
export type StandHere = Ending | 'under_way' | 'none';

export interface Judgement {
  readonly owed: Owed;
  /** A sentence for the experimenter. */
  readonly because: string;
}

const paid: ReadonlySet<string> = new Set(['APPROVED', 'PARTIALLY_APPROVED', 'SCREENED_OUT']);
/** Endings of people who are asked to give the task back. */
const toReturn: ReadonlySet<StandHere> = new Set<StandHere>(['screened_out', 'no_consent', 'practice_not_passed', 'withdrawn']);
/** Statuses after which nothing more happens there by itself. */
const final: ReadonlySet<string> = new Set([...paid, 'REJECTED', 'RETURNED', 'TIMED_OUT']);

/** Whether the platform has paid for a submission. */
export function isPaidStatus(status: string): boolean {
  return paid.has(status);
}

/** Whether the platform has done with a submission. Of TIMED_OUT a late one may still be handed in: it has another status then. */
export function isFinalStatus(status: string): boolean {
  return final.has(status);
}

/** What a submission is owed, from how it stands there and here. @param status of Prolific, as `submissionStatus` writes it; one that is not known is looked at */
export function judgeSubmission({ status, here }: { readonly status: string; readonly here: StandHere }): Judgement {
  const says = (owed: Owed, because: string): Judgement => ({ owed, because });
  if (paid.has(status)) {
    if (here === 'none') return says('look', 'Paid, and there is no session of it here.');
    if (here === 'under_way') return says('look', 'Paid, and not finished here.');
    return says('settled', 'Paid.');
  }
  switch (status) {
    case 'AWAITING_REVIEW':
      if (here === 'completed') return says('approve', 'Finished here and handed in.');
      if (here === 'failed_checks') return says('review', 'Every answer is here; the study’s checks failed.');
      if (here === 'timed_out') return says('review', 'Finished after the place had gone to somebody else.');
      if (toReturn.has(here)) return says('ask_to_return', 'Handed in, where it was to be given back. It is not paid, and may not be rejected.');
      if (here === 'under_way') return says('look', 'Handed in, and not finished here.');
      return says('look', 'Handed in, and there is no session of it here.');
    case 'REJECTED':
      return here === 'failed_checks' || here === 'none' ? says('settled', 'Rejected.') : says('look', here === 'completed' ? 'Rejected, though finished here.' : 'Rejected, which Prolific does not allow for this ending.');
    case 'RETURNED':
      if (here === 'completed' || here === 'failed_checks') return says('bonus', 'Finished here, and given back there: only a bonus can pay for it.');
      return says('settled', here === 'under_way' ? 'Given back before the end.' : 'Given back.');
    case 'TIMED_OUT':
      if (here === 'completed' || here === 'failed_checks') return says('bonus', 'Finished here after Prolific’s time had run out: approve it there by hand, or pay a bonus.');
      return here === 'under_way' ? says('wait', 'Prolific’s time ran out; who finishes now is owed a bonus.') : says('settled', 'Time ran out.');
    case 'ACTIVE':
    case 'RESERVED':
      if (here === 'under_way' || here === 'none') return says('wait', 'Under way.');
      if (here === 'completed' || here === 'failed_checks' || here === 'timed_out') return says('wait', 'Ended here, not handed in yet.');
      return says('ask_to_return', 'Ended here, and not given back yet.');
    default:
      return says('look', `Prolific says ${status.replaceAll('_', ' ').toLowerCase()}, which Lookalike does not know.`);
  }
}

/** What is odd about the code that was handed in; undefined where it is the one of the ending, or says nothing. */
export function oddCode({ entered, here, codes }: { readonly entered: string | undefined; readonly here: StandHere; readonly codes: Readonly<Partial<Record<Ending, string>>> }): string | undefined {
  if (entered === undefined || entered === '') return undefined;
  const meant = (Object.entries(codes) as [Ending, string][]).find(([, code]) => code === entered)?.[0]; // Its keys are endings.
  if (meant === here) return undefined;
  if (meant === undefined) return entered === 'NOCODE' ? 'Handed in without a code.' : `Handed in with ${entered}, which is no code of this study.`;
  return `Handed in with the code of “${meant.replaceAll('_', ' ')}”.`;
}
