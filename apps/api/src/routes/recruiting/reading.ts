import type { ProlificSubmission } from '@lookalike/recruiting/clients';
import { RecruitingError } from '@lookalike/recruiting/clients';
import { findStudyOperation, raiseAlert, recordReading, saveSubmissions, type ReadSubmission } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { studyNotFound } from '../studies/service.ts';
import { prolificOf } from './prolific-of.ts';
import { studyUnnamed } from './refusals.ts';

type Needs = Pick<Dependencies, 'store' | 'secrets' | 'outside' | 'sleep' | 'now'>;

/** Prolific's id of the study. @throws ApiError study.not_found, platform.study_unnamed */
export async function prolificStudyId({ store }: Pick<Needs, 'store'>, studyId: string): Promise<string> {
  const found = await findStudyOperation(store.prisma, studyId);
  if (found === undefined) throw studyNotFound(studyId);
  const there = found.operation.recruiting.prolific?.studyId;
  if (there === undefined) throw studyUnnamed();
  return there;
}

/** Reads all submissions of a study from Prolific. How it went is kept; a failure raises an alert. @returns how many there are. @throws RecruitingError, ApiError */
export async function readFromProlific(dependencies: Needs, studyId: string): Promise<number> {
  const { store, secrets, now } = dependencies;
  try {
    const client = await prolificOf(dependencies, studyId);
    const submissions = await client.submissions(await prolificStudyId(dependencies, studyId));
    await saveSubmissions(store, secrets, { studyId, submissions: submissions.map(toRead), now: now() });
    await recordReading(store.prisma, { studyId, now: now(), fault: undefined });
    return submissions.length;
  } catch (error) {
    if (error instanceof RecruitingError || error instanceof ApiError) {
      await recordReading(store.prisma, { studyId, now: now(), fault: error.message });
      await raiseAlert(store.prisma, { studyId, kind: 'platform_unread', facts: { reason: error.message }, now: now() });
    }
    throw error;
  }
}

function toRead({ id, participantId, status, enteredCode, startedAt, completedAt, returnRequested }: ProlificSubmission): ReadSubmission {
  return { submission: id, participant: participantId, status, code: enteredCode, startedAt: moment(startedAt), handedInAt: moment(completedAt), returnRequested: returnRequested !== undefined };
}

/** A moment as the platform writes it; undefined where it is none. */
export function moment(text: string | undefined): Date | undefined {
  const date = text === undefined ? undefined : new Date(text);
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}
