import { findRaterSession, findStudy, type Store } from '@lookalike/store';
import { planSession, taskOf, trialFinder, type PlannedTrial } from '@lookalike/study';
import type { RaterSessionView } from '../routes/rater/schemas.ts';

/** SHA-256 of the files that a trial shows, by their places. */
export type ShownPictures = Readonly<Record<string, string>>;

type Place = Pick<RaterSessionView['trials'][number], 'trialIndex' | 'round'>;

/** What only the experimenter's side knows of a session's trials. */
export interface KnownTrials {
  planned(trial: Place): PlannedTrial;
  shown(trial: Place): ShownPictures;
}

/** Reads it from the store, as the server does: addresses tell nothing of it. */
export async function knownTrials({ prisma }: Pick<Store, 'prisma'>, sessionId: string): Promise<KnownTrials> {
  const session = await findRaterSession(prisma, sessionId);
  const study = session && (await findStudy(prisma, session.studyId));
  if (study?.stimuli === undefined) throw new Error(`There is no session ${sessionId}.`);
  const { configuration, conditions, stimuli, sets } = study;
  const plan = planSession({ configuration, conditions, stimuli, sets }, session?.planIndex ?? 0);
  const trialAt = trialFinder(configuration, plan);
  const planned = (place: Place): PlannedTrial => {
    const trial = trialAt(place);
    if (trial === undefined) throw new Error(`There is no trial ${place.trialIndex}.`);
    return trial;
  };
  return { planned, shown: (trial) => Object.fromEntries(taskOf(configuration).present(planned(trial)).pictures.map(({ slot, hash }) => [slot, hash])) };
}
