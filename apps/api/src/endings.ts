import { sonaCreditOf, type Ending } from '@lookalike/recruiting';
import type { Secrets } from '@lookalike/secrets';
import { findPlatformParameters, findStudyOperation, queueCredit, type RaterSessionRecord, type Transaction } from '@lookalike/store';

export interface EndedSession extends Pick<RaterSessionRecord, 'id' | 'studyId' | 'kind'> {
  readonly ending: Ending;
}

/** What a platform is owed at a session's ending, written down in the transaction that ends it; it is sent later. Call it before anything of the rater is forgotten. */
export async function sessionEnded(tx: Transaction, secrets: Secrets, { id, studyId, kind, ending }: EndedSession, now: Date): Promise<void> {
  if (kind !== 'person') return;
  const study = await findStudyOperation(tx, studyId);
  if (study === undefined || study.operation.recruiting.platform !== 'sona') return;
  const parameters = await findPlatformParameters(tx, secrets, id);
  const credit = sonaCreditOf({ ending, settings: study.operation.recruiting, parameters: parameters ?? {} });
  if (credit !== undefined) await queueCredit(tx, secrets, { sessionId: id, studyId, credit, now });
}
