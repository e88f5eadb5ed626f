import type { Prisma } from './generated/client.ts';
import { RaterKind, RaterSessionState } from './generated/enums.ts';
import { entryMinutes } from './rater-sessions.ts';
import { forgetTexts } from './session-texts.ts';
import type { Database } from './store.ts';

/** So long is it kept, at most, what a platform calls somebody who is not to be paid any more. */
export const identityDays = 30;
const minuteMs = 60_000;
const pageSize = 200;

/** Before this moment nothing that names somebody has to be kept. */
export function identitySince(now: Date): Date {
  return new Date(now.getTime() - identityDays * 24 * 60 * minuteMs);
}

/** Who did not take part: declined, withdrew, or left before the consent. */
const GONE: Prisma.RaterSessionWhereInput = {
  OR: [{ state: { in: [RaterSessionState.withdrawn, RaterSessionState.no_consent] } }, { state: { in: [RaterSessionState.assigned, RaterSessionState.timed_out] }, consentedAt: null }],
};

/**
 * Forgets what platforms call these sessions' raters, wherever it is kept: with the session, with every submission of the same person, with a
 * credit, and in words of actions that were about nobody else. That it is the same person again stays recognisable. A credit that is still to be
 * given keeps its code until it is.
 */
export async function forgetIdentity(db: Database, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  const ids = [...sessionIds];
  await db.platformIdentity.updateMany({ where: { sessionId: { in: ids } }, data: { sealed: null } });
  await db.$executeRaw`
    UPDATE "platform_submission" AS s SET "sealed" = NULL FROM "platform_identity" i
    WHERE i."session_id" = ANY(${ids}::uuid[]) AND s."study_id" = i."study_id" AND s."sealed" IS NOT NULL AND (s."session_id" = i."session_id" OR s."person_hash" = i."person_hash")`;
  await db.platformCredit.updateMany({ where: { sessionId: { in: ids }, state: { not: 'waiting' } }, data: { sealed: null } });
  await forgetWords(db);
  const gone = await db.raterSession.findMany({ where: { id: { in: ids }, ...GONE }, select: { id: true } });
  await forgetTexts(db, gone.map(({ id }) => id));
}

/** Words of actions whose people are all forgotten. */
async function forgetWords(db: Database): Promise<void> {
  await db.platformAction.updateMany({
    where: { sealed: { not: null }, state: { not: 'doing' }, items: { some: {}, every: { submission: { sealed: null } } } },
    data: { sealed: null },
  });
}

/** Forgets those of these sessions' raters who did not take part: nothing more is owed to them. */
export async function forgetGone(db: Database, sessionIds: readonly string[]): Promise<void> {
  const gone = await db.raterSession.findMany({ where: { id: { in: [...sessionIds] }, ...GONE }, select: { id: true } });
  await forgetIdentity(db, gone.map(({ id }) => id));
}

/**
 * Forgets the ids whose time is over: of who did not take part once that is settled, and after thirty days in any case; of everybody thirty days
 * after it is settled; of tests and programs after thirty days; of who never came here thirty days after they began there. @returns how many
 */
export async function forgetOldIdentities(db: Database, now: Date): Promise<number> {
  const longAgo = identitySince(now);
  let count = 0;
  for (;;) {
    const due = await db.raterSession.findMany({ where: { OR: [overdue(longAgo), leftBehind] }, select: { id: true }, take: pageSize });
    await forgetIdentity(db, due.map(({ id }) => id));
    count += due.length;
    if (due.length < pageSize) break;
  }
  const neverCame = await db.platformSubmission.updateMany({ where: { sealed: { not: null }, sessionId: null, OR: [{ startedAt: { lt: longAgo } }, { startedAt: null, createdAt: { lt: longAgo } }] }, data: { sealed: null } });
  await forgetWords(db);
  return count + neverCame.count;
}

function overdue(longAgo: Date): Prisma.RaterSessionWhereInput {
  return {
    platformIdentity: { sealed: { not: null } },
    OR: [
      { AND: [GONE, { OR: [{ settledAt: { not: null } }, { endedAt: { lt: longAgo } }, { endedAt: null, lastSeenAt: { lt: longAgo } }] }] },
      { settledAt: { lt: longAgo } },
      { kind: { not: RaterKind.person }, createdAt: { lt: longAgo } },
    ],
  };
}

/** Of somebody forgotten a credit was kept until it was tried, or something came later. */
const leftBehind: Prisma.RaterSessionWhereInput = {
  platformIdentity: { sealed: null },
  OR: [{ platformSubmission: { sealed: { not: null } } }, { platformCredit: { sealed: { not: null }, state: { not: 'waiting' } } }],
};

/** Forgets where entries came from that are not counted any more. @returns how many */
export async function forgetAddresses(db: Database, now: Date): Promise<number> {
  return (await db.raterSession.updateMany({ where: { addressHash: { not: null }, createdAt: { lt: new Date(now.getTime() - entryMinutes * minuteMs) } }, data: { addressHash: null } })).count;
}
