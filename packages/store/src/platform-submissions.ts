import { randomUUID } from 'node:crypto';
import type { Secrets } from '@lookalike/secrets';
import { RaterKind, type RaterSessionState } from './generated/enums.ts';
import { identitySince } from './forgetting.ts';
import { PAID } from './platform-actions.ts';
import { sealPerson } from './platform-identities.ts';
import { followStatus } from './settling.ts';
import type { Database, Store, Transaction } from './store.ts';
import type { RaterSessionRecord } from './rater-sessions.ts';

/** What the installation's key is used for here. */
export const SUBMISSION_FACTS = 'platform submission';

/** A submission as the platform tells of it. */
export interface ReadSubmission {
  /** The platform's id of this taking part, and of the person. */
  readonly submission: string;
  readonly participant: string;
  readonly status: string;
  readonly code: string | undefined;
  readonly startedAt: Date | undefined;
  readonly handedInAt: Date | undefined;
  readonly returnRequested: boolean;
}

/** What of a submission names somebody; it is encrypted. */
interface SealedFacts {
  readonly submission: string;
  readonly participant: string;
  readonly code?: string | undefined;
}

export interface PlatformSubmissionRecord {
  readonly id: string;
  readonly status: string;
  readonly startedAt: Date | undefined;
  readonly handedInAt: Date | undefined;
  readonly returnRequested: boolean;
  readonly readAt: Date;
  /** Undefined once it is forgotten. */
  readonly facts: SealedFacts | undefined;
  /** The session of it here; undefined where there is none. */
  readonly session: (Pick<RaterSessionRecord, 'id' | 'participantId' | 'ending' | 'consentedAt' | 'endedAt' | 'settledAt' | 'lastSeenAt'> & { readonly state: RaterSessionState }) | undefined;
  /** What the ledger says was paid, or may have been, in minor units. */
  readonly bonus: number;
}

const PIECE = 200;

/** What Prolific's persons are called among all platforms' ones. */
const personOf = (participant: string): string => `${RaterKind.person}:PROLIFIC_PID:${participant}`;

/**
 * Keeps what was read of a study's submissions and finds their sessions. A submission that is over settles its session;
 * of who declined or withdrew nothing that names them is kept then.
 */
export async function saveSubmissions(store: Store, secrets: Secrets, { studyId, submissions, now }: { readonly studyId: string; readonly submissions: readonly ReadSubmission[]; readonly now: Date }): Promise<void> {
  // The latest first: of who took it twice the later one has the session, and what became of the earlier one says nothing of it.
  const latestFirst = [...submissions].sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0));
  for (let from = 0; from < latestFirst.length; from += PIECE) {
    const piece = latestFirst.slice(from, from + PIECE);
    await store.transaction(async (tx) => {
      for (const submission of piece) await saveSubmission(tx, secrets, { studyId, submission, now });
    });
  }
}

async function saveSubmission(tx: Transaction, secrets: Secrets, { studyId, submission: read, now }: { readonly studyId: string; readonly submission: ReadSubmission; readonly now: Date }): Promise<void> {
  const { hashes, submissionHashes = [] } = sealPerson(secrets, { person: personOf(read.participant), submission: read.submission, parameters: {} });
  const known = await tx.platformSubmission.findFirst({ where: { studyId, submissionHash: { in: [...submissionHashes] } } });
  const session = await sessionOfSubmission(tx, { studyId, read, hashes, submissionHashes });
  // Who is forgotten stays so, whatever the platform goes on saying.
  const isForgotten =
    (await tx.platformIdentity.count({ where: { studyId, personHash: { in: [...hashes] }, sealed: null } })) > 0 ||
    (session === undefined && (read.startedAt ?? known?.createdAt ?? now) < identitySince(now));
  const facts: SealedFacts = { submission: read.submission, participant: read.participant, code: read.code };
  const data = {
    personHash: hashes[0]!,
    sessionId: session?.id ?? null,
    status: read.status,
    sealed: isForgotten ? null : secrets.encrypt(SUBMISSION_FACTS, JSON.stringify(facts)),
    startedAt: read.startedAt ?? null,
    handedInAt: read.handedInAt ?? null,
    returnRequested: read.returnRequested,
    readAt: now,
  };
  if (session !== undefined) await tx.platformSubmission.updateMany({ where: { sessionId: session.id, NOT: { submissionHash: { in: [...submissionHashes] } } }, data: { sessionId: null } });
  if (known === null) await tx.platformSubmission.create({ data: { id: randomUUID(), studyId, submissionHash: submissionHashes[0]!, createdAt: now, ...data } });
  else await tx.platformSubmission.update({ where: { id: known.id }, data: { ...data, submissionHash: submissionHashes[0]! } });
  if (session !== undefined) await followStatus(tx, { studyId, session, status: read.status, before: known?.status, now });
}

/**
 * The session of a submission. Who gives it back and takes the study again has two there and one session here, which is the later one's: with
 * the session for both, both would be paid. So the person counts only where the link did not say which submission it was.
 */
async function sessionOfSubmission(tx: Transaction, { studyId, read, hashes, submissionHashes }: { readonly studyId: string; readonly read: ReadSubmission; readonly hashes: readonly string[]; readonly submissionHashes: readonly string[] }) {
  const include = { session: { include: { platformSubmission: { select: { submissionHash: true, startedAt: true } } } } };
  const named = await tx.platformIdentity.findFirst({ where: { studyId, submissionHash: { in: [...submissionHashes] } }, include });
  if (named !== null) return named.session;
  const session = (await tx.platformIdentity.findFirst({ where: { studyId, personHash: { in: [...hashes] }, submissionHash: null }, include }))?.session;
  const held = session?.platformSubmission ?? null;
  const isLater = held === null || submissionHashes.includes(held.submissionHash) || (read.startedAt?.getTime() ?? 0) > (held.startedAt?.getTime() ?? 0);
  return isLater ? session : undefined;
}

/** A study's submissions, the latest first. */
export async function listSubmissions(db: Database, secrets: Secrets, studyId: string, ids?: readonly string[]): Promise<readonly PlatformSubmissionRecord[]> {
  const rows = await db.platformSubmission.findMany({
    where: { studyId, ...(ids === undefined ? {} : { id: { in: [...ids] } }) },
    orderBy: [{ startedAt: 'desc' }, { id: 'asc' }],
    include: { session: true, actionItems: { where: { amount: { not: null }, action: PAID }, select: { amount: true } } },
  });
  return rows.map(({ id, status, startedAt, handedInAt, returnRequested, readAt, sealed, session, actionItems }) => ({
    id,
    status,
    startedAt: startedAt ?? undefined,
    handedInAt: handedInAt ?? undefined,
    returnRequested,
    readAt,
    facts: sealed === null ? undefined : (JSON.parse(secrets.decrypt(SUBMISSION_FACTS, sealed)) as SealedFacts), // Only saveSubmission writes it.
    session: session === null ? undefined : {
      id: session.id,
      participantId: session.participantId,
      state: session.state,
      ending: (session.ending ?? undefined) as RaterSessionRecord['ending'], // A check of the database allows endings only.
      consentedAt: session.consentedAt ?? undefined,
      endedAt: session.endedAt ?? undefined,
      settledAt: session.settledAt ?? undefined,
      lastSeenAt: session.lastSeenAt,
    },
    bonus: actionItems.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
  }));
}

/** How many sessions of people there are whose submission the platform does not have. */
export async function countSessionsWithoutSubmission(db: Database, studyId: string): Promise<number> {
  return db.raterSession.count({ where: { studyId, kind: RaterKind.person, consentedAt: { not: null }, platformSubmission: null } });
}
