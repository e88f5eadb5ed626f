import { isFinalStatus, isPaidStatus } from '@lookalike/recruiting';
import { forgetGone } from './forgetting.ts';
import { RaterSessionState } from './generated/enums.ts';
import type { Database } from './store.ts';

interface Settling {
  readonly studyId: string;
  readonly sessionIds: readonly string[];
  readonly now: Date;
}

/**
 * Whoever recruits has done with these sessions: the one way to say so, for what a platform says and for what a person says. What names those
 * who did not take part is forgotten then. One that has not ended, or is settled, stays as it is.
 */
export async function settleSessions(db: Database, { studyId, sessionIds, now }: Settling): Promise<void> {
  const settled = await db.raterSession.updateManyAndReturn({ where: { studyId, id: { in: [...sessionIds] }, settledAt: null, endedAt: { not: null } }, data: { settledAt: now, version: { increment: 1 } }, select: { id: true } });
  await forgetGone(db, settled.map(({ id }) => id));
}

/** They are not settled after all. */
export async function reopenSessions(db: Database, { studyId, sessionIds }: Omit<Settling, 'now'>): Promise<void> {
  await db.raterSession.updateMany({ where: { studyId, id: { in: [...sessionIds] }, settledAt: { not: null } }, data: { settledAt: null, version: { increment: 1 } } });
}

/** What a platform says of a session's submission, and what it said before; undefined where it said nothing. */
interface SaidStatus {
  readonly studyId: string;
  readonly session: { readonly id: string; readonly state: RaterSessionState };
  readonly status: string;
  readonly before: string | undefined;
  readonly now: Date;
}

/**
 * Settles a session whose submission is over there, by whatever status. Who withdrew may be owed a bonus for the time: short of being paid, a
 * person settles that, or thirty days do. What was over and is handed in after all is to be looked at again.
 */
export async function followStatus(db: Database, { studyId, session: { id, state }, status, before, now }: SaidStatus): Promise<void> {
  const sessionIds = [id];
  const isOver = state === RaterSessionState.withdrawn ? isPaidStatus(status) : isFinalStatus(status);
  if (isOver) await settleSessions(db, { studyId, sessionIds, now });
  else if (before !== undefined && isFinalStatus(before) && !isFinalStatus(status)) await reopenSessions(db, { studyId, sessionIds });
}
