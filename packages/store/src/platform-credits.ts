import type { SonaCredit } from '@lookalike/recruiting';
import type { Secrets } from '@lookalike/secrets';
import { settleSessions } from './settling.ts';
import type { Database } from './store.ts';

/** What the installation's key is used for here. */
export const CREDIT = 'platform credit';

export type CreditState = 'waiting' | 'granted' | 'refused';

export interface PlatformCreditRecord {
  readonly sessionId: string;
  readonly studyId: string;
  readonly state: CreditState;
  readonly reason: string;
  readonly attemptCount: number;
  readonly createdAt: Date;
  readonly settledAt: Date | undefined;
  /** The code of the sign-up; undefined once it is granted. */
  readonly surveyCode: string | undefined;
  readonly participantId: string;
}

/** A credit that is to be given now. */
export interface DueCredit {
  readonly sessionId: string;
  readonly studyId: string;
  readonly attemptCount: number;
  readonly credit: SonaCredit;
}

/** Waits after each failed attempt: together two days. */
const waitMinutes = [1, 5, 15, 60, 240, 480, 720, 1440] as const;

/** Asks for a session's credit; a second time changes nothing. */
export async function queueCredit(db: Database, secrets: Secrets, { sessionId, studyId, credit, now }: { readonly sessionId: string; readonly studyId: string; readonly credit: SonaCredit; readonly now: Date }): Promise<void> {
  await db.platformCredit.createMany({ data: [{ sessionId, studyId, state: 'waiting', sealed: secrets.encrypt(CREDIT, JSON.stringify(credit)), createdAt: now, nextAt: now }], skipDuplicates: true });
}

/** Takes the credits that are due, moving each on first: of several processes one gets it, and one that ends leaves it to the next attempt. */
export async function claimCredits(db: Database, secrets: Secrets, now: Date): Promise<readonly DueCredit[]> {
  const due = await db.platformCredit.findMany({ where: { state: 'waiting', nextAt: { lte: now } }, orderBy: { nextAt: 'asc' }, take: 20 });
  const claimed: DueCredit[] = [];
  for (const { sessionId, studyId, attemptCount, sealed, nextAt } of due) {
    if (sealed === null) continue;
    const minutes = waitMinutes[Math.min(attemptCount, waitMinutes.length - 1)]!;
    const { count } = await db.platformCredit.updateMany({ where: { sessionId, state: 'waiting', nextAt }, data: { attemptCount: { increment: 1 }, nextAt: new Date(now.getTime() + minutes * 60_000) } });
    if (count > 0) claimed.push({ sessionId, studyId, attemptCount: attemptCount + 1, credit: JSON.parse(secrets.decrypt(CREDIT, sealed)) as SonaCredit }); // Only queueCredit writes it.
  }
  return claimed;
}

/** After this attempt nobody tries by themselves any more. */
export function isLastAttempt(attemptCount: number): boolean {
  return attemptCount > waitMinutes.length;
}

/** Keeps what came of an attempt. A granted one needs its code no longer, and settles its session. */
export async function recordCredit(db: Database, { sessionId, state, reason, now }: { readonly sessionId: string; readonly state: CreditState; readonly reason: string; readonly now: Date }): Promise<void> {
  const isOver = state !== 'waiting';
  const { studyId } = await db.platformCredit.update({ where: { sessionId }, data: { state, reason, ...(isOver ? { nextAt: null, settledAt: now } : {}), ...(state === 'granted' ? { sealed: null } : {}) } });
  if (state === 'granted') await settleSessions(db, { studyId, sessionIds: [sessionId], now });
}

/** Has refused and waiting credits of a study tried again, as after its token was changed. @returns how many */
export async function retryCredits(db: Database, studyId: string, now: Date): Promise<number> {
  return (await db.platformCredit.updateMany({ where: { studyId, state: { in: ['waiting', 'refused'] }, sealed: { not: null } }, data: { state: 'waiting', nextAt: now, attemptCount: 0, settledAt: null } })).count;
}

/** The latest first. */
export async function listCredits(db: Database, secrets: Secrets, studyId: string): Promise<readonly PlatformCreditRecord[]> {
  const rows = await db.platformCredit.findMany({ where: { studyId }, orderBy: [{ createdAt: 'desc' }, { sessionId: 'asc' }], include: { session: { select: { participantId: true } } } });
  return rows.map(({ sessionId, state, reason, attemptCount, createdAt, settledAt, sealed, session }) => ({
    sessionId,
    studyId,
    state: state as CreditState, // A check of the database allows no others.
    reason,
    attemptCount,
    createdAt,
    settledAt: settledAt ?? undefined,
    surveyCode: sealed === null ? undefined : (JSON.parse(secrets.decrypt(CREDIT, sealed)) as SonaCredit).surveyCode,
    participantId: session.participantId,
  }));
}
