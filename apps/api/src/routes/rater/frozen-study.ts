import { hashOfJson } from '@lookalike/content-address';
import { findStudy } from '@lookalike/store';
import { consentOf, openSession, planSession, type PlannedTrial, type Session, type StudyConfiguration, type Triplet } from '@lookalike/study';
import type { RaterSessionRecord, ResponseRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { toSubmission } from './submission.ts';

/** What of a launched study never changes again. */
export interface FrozenStudy {
  readonly id: string;
  readonly configuration: StudyConfiguration;
  readonly triplets: readonly Triplet[];
  readonly completionCode: string;
  readonly consentHash: string;
}

export interface FrozenStudies {
  /** @throws Error for a study that was never launched: it has no sessions */
  get(studyId: string): Promise<FrozenStudy>;
}

/** A server has few live studies at a time. */
const rememberedStudies = 32;

/** Remembers launched studies, so that an answer costs no reading of all triplets. */
export function frozenStudies({ store }: Pick<Dependencies, 'store'>): FrozenStudies {
  const remembered = new Map<string, FrozenStudy>();
  return {
    async get(studyId) {
      const known = remembered.get(studyId);
      if (known !== undefined) return known;
      const study = await findStudy(store.prisma, studyId);
      if (study?.triplets === undefined) throw new Error(`Study ${studyId} has sessions but was never launched.`);
      const { configuration, triplets, completionCode } = study;
      const frozen = { id: studyId, configuration, triplets, completionCode, consentHash: hashOfJson(consentOf(configuration)) };
      const oldest = remembered.keys().next().value;
      if (remembered.size >= rememberedStudies && oldest !== undefined) remembered.delete(oldest);
      remembered.set(studyId, frozen);
      return frozen;
    },
  };
}

/** The plan of a session: always derived again, so that it cannot differ from what the study says. */
export function planOf(study: FrozenStudy, planIndex: number): PlannedTrial[] {
  return planSession({ configuration: study.configuration, triplets: study.triplets, planIndex });
}

/** A stored session as the state machine of packages/study takes it. */
export function sessionOf(study: FrozenStudy, record: RaterSessionRecord, plan: readonly PlannedTrial[], responses: readonly ResponseRecord[]): Session {
  return openSession({
    configuration: study.configuration,
    plan,
    consentHash: study.consentHash,
    state: record.state,
    consentGiven: record.consentedAt !== undefined,
    responses: responses.map(toSubmission),
  });
}
