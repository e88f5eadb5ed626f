import { hashOfJson } from '@lookalike/content-address';
import { findStudy, type RaterSessionRecord, type ResponseRecord } from '@lookalike/store';
import { consentRead, openSession, planSession, type FrozenStudy, type IdentityRetention, type PlannedTrial, type Session } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';

/** What of a launched study never changes again. What is operated is not in it: it is read anew each time. */
export interface LaunchedStudy extends FrozenStudy {
  readonly id: string;
  readonly identityRetention: IdentityRetention;
  readonly consentHash: string;
}

export interface LaunchedStudies {
  /** @throws Error for a study that was never launched: it has no sessions */
  get(studyId: string): Promise<LaunchedStudy>;
}

/** A server has few live studies at a time. */
const rememberedStudies = 32;

/** Remembers launched studies, so that an answer costs no reading of all stimuli. */
export function launchedStudies({ store }: Pick<Dependencies, 'store'>): LaunchedStudies {
  const remembered = new Map<string, LaunchedStudy>();
  return {
    async get(studyId) {
      const known = remembered.get(studyId);
      if (known !== undefined) return known;
      const study = await findStudy(store.prisma, studyId);
      if (study?.stimuli === undefined) throw new Error(`Study ${studyId} has sessions but was never launched.`);
      const { configuration, conditions, stimuli, sets, identityRetention } = study;
      const frozen: LaunchedStudy = { id: studyId, configuration, conditions, stimuli, sets, identityRetention, consentHash: hashOfJson(consentRead(configuration, identityRetention)) };
      const oldest = remembered.keys().next().value;
      if (remembered.size >= rememberedStudies && oldest !== undefined) remembered.delete(oldest);
      remembered.set(studyId, frozen);
      return frozen;
    },
  };
}

/** The plan of a session: always derived again, so that it cannot differ from what the study says. */
export function planOf(study: FrozenStudy, planIndex: number): PlannedTrial[] {
  return planSession(study, planIndex);
}

/** A stored session as the state machine of packages/study takes it. */
export function sessionOf(study: LaunchedStudy, record: RaterSessionRecord, plan: readonly PlannedTrial[], responses: readonly ResponseRecord[]): Session {
  return openSession({ configuration: study.configuration, plan, consentHash: study.consentHash, state: record.state, ending: record.ending, consentGiven: record.consentedAt !== undefined, responses });
}
