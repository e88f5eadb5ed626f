import { leastPadding } from '@lookalike/images';
import { findRaterSession, listStudyFiles } from '@lookalike/store';
import { taskOf, trialFinder, type FrozenStudy, type Phase, type PictureRef, type PlannedTrial } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { remembered } from '../../remembered.ts';
import type { LaunchedStudies } from '../rater/launched-study.ts';

/** A file, and how long it is to be when it leaves. */
export interface SessionPicture {
  readonly hash: string;
  readonly byteCount: number;
}

export type FindPicture = (picture: PictureRef) => SessionPicture | undefined;

/** Sessions whose plans are kept at hand: raters ask for many pictures at a time. */
const rememberedSessions = 200;
/** Lengths are rounded up to this, so that one of them hardly names the largest picture. */
const lengthStep = 1024;

/** What stands where in a session. */
export function sessionPictures({ store }: Pick<Dependencies, 'store'>, studies: LaunchedStudies): (sessionId: string) => Promise<FindPicture | undefined> {
  const sessions = remembered<Promise<FindPicture | undefined>>(rememberedSessions);

  async function load(sessionId: string): Promise<FindPicture | undefined> {
    const record = await findRaterSession(store.prisma, sessionId);
    if (record === undefined) return undefined;
    const study = await studies.get(record.studyId);
    const byteCounts = new Map((await listStudyFiles(store.prisma, study.id)).map(({ hash, byteCount }) => [hash, byteCount]));
    return findIn(study.planOf(record.planIndex), study, byteCounts);
  }

  return (sessionId) => sessions(sessionId, () => load(sessionId));
}

/** @param byteCounts of the study's files, by their hashes */
export function findIn(plan: readonly PlannedTrial[], { configuration }: Pick<FrozenStudy, 'configuration'>, byteCounts: ReadonlyMap<string, number>): FindPicture {
  const task = taskOf(configuration);
  const picturesOf = (trial: PlannedTrial) => task.present(trial).pictures;
  // One length for all of a phase: were it a trial's own, a catch trial, which shows one picture twice, would often have a smaller one.
  const lengthOf = (phase: Phase): number => {
    const counts = plan.filter((trial) => trial.phase === phase).flatMap((trial) => picturesOf(trial).map(({ hash }) => byteCounts.get(hash) ?? 0));
    return Math.ceil((Math.max(0, ...counts) + leastPadding) / lengthStep) * lengthStep;
  };
  const lengths = { practice: lengthOf('practice'), main: lengthOf('main') };
  const trialAt = trialFinder(configuration, plan);
  return ({ slot, ...place }) => {
    const trial = trialAt(place);
    const hash = trial && picturesOf(trial).find((picture) => picture.slot === slot)?.hash;
    return trial === undefined || hash === undefined || !byteCounts.has(hash) ? undefined : { hash, byteCount: lengths[trial.phase] };
  };
}
