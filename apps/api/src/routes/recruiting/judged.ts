import { endingCodes, judgeSubmission, oddCode, type RecruitingSettings, type StandHere } from '@lookalike/recruiting';
import type { PlatformSubmissionRecord } from '@lookalike/store';
import type { StudyOperation } from '@lookalike/study';
import { minutesOf } from '../sessions/minutes.ts';
import type { SubmissionView } from './schemas.ts';

export function standHere({ session }: Pick<PlatformSubmissionRecord, 'session'>): StandHere {
  return session === undefined ? 'none' : (session.ending ?? 'under_way');
}

/** A submission with what it is owed. */
export function toSubmissionView(record: PlatformSubmissionRecord, { recruiting, completionCode }: { readonly recruiting: RecruitingSettings } & Pick<StudyOperation, 'completionCode'>): SubmissionView {
  const { id, status, facts, startedAt, handedInAt, returnRequested, session, bonus } = record;
  const here = standHere(record);
  const { owed, because } = judgeSubmission({ status, here });
  const odd = oddCode({ entered: facts?.code, here, codes: endingCodes(recruiting, completionCode) });
  return {
    id,
    submission: facts?.submission ?? null,
    participant: facts?.participant ?? null,
    status,
    startedAt: startedAt?.toISOString() ?? null,
    handedInAt: handedInAt?.toISOString() ?? null,
    returnRequested,
    session: session === undefined ? null : { id: session.id, participantId: session.participantId, state: session.state, ending: session.ending ?? null, minutes: minutesOf(session) ?? null, isSettled: session.settledAt !== undefined },
    owed,
    because,
    oddCode: odd ?? null,
    bonus,
  };
}
