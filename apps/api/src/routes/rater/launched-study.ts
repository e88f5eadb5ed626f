import { hashOfJson } from '@lookalike/content-address';
import { findStudy, type RaterSessionRecord, type ResponseRecord } from '@lookalike/store';
import { consentRead, openSession, planSession, type FrozenStudy, type IdentityRetention, type PlannedTrial, type Session } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { remembered } from '../../remembered.ts';

/** What of a launched study never changes again. What is operated is not in it: it is read anew each time. */
export interface LaunchedStudy extends FrozenStudy {
  readonly id: string;
  readonly identityRetention: IdentityRetention;
  readonly consentHash: string;
  /** A session's plan follows from the study and its number alone; it is stored nowhere. */
  planOf(planIndex: number): readonly PlannedTrial[];
}

export interface LaunchedStudies {
  /** @throws Error for a study that was never launched: it has no sessions */
  get(studyId: string): Promise<LaunchedStudy>;
}

/** A server has few live studies at a time. */
const rememberedStudies = 32;
/** Plans of raters who are answering now, of all studies. */
const rememberedPlans = 256;

/** Remembers launched studies and plans, so that an answer costs neither the reading of all stimuli nor the making of a plan. */
export function launchedStudies({ store }: Pick<Dependencies, 'store'>): LaunchedStudies {
  const studies = remembered<Promise<LaunchedStudy>>(rememberedStudies);
  const plans = remembered<readonly PlannedTrial[]>(rememberedPlans);

  async function load(studyId: string): Promise<LaunchedStudy> {
    const study = await findStudy(store.prisma, studyId);
    if (study?.stimuli === undefined) throw new Error(`Study ${studyId} has sessions but was never launched.`);
    const { configuration, conditions, stimuli, sets, identityRetention } = study;
    const frozen: FrozenStudy = { configuration, conditions, stimuli, sets };
    return {
      ...frozen,
      id: studyId,
      identityRetention,
      consentHash: hashOfJson(consentRead(configuration, identityRetention)),
      planOf: (planIndex) => plans(`${studyId}/${planIndex}`, () => planSession(frozen, planIndex)),
    };
  }

  return { get: (studyId) => studies(studyId, () => load(studyId)) };
}

/** A stored session as the state machine of packages/study takes it. */
export function sessionOf(study: LaunchedStudy, record: RaterSessionRecord, responses: readonly ResponseRecord[]): Session {
  return openSession({
    configuration: study.configuration,
    plan: study.planOf(record.planIndex),
    consentHash: study.consentHash,
    state: record.state,
    ending: record.ending,
    consentGiven: record.consentedAt !== undefined,
    responses,
  });
}
