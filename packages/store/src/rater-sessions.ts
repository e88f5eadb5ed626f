import type { RaterSession } from './generated/client.ts';
import { openPlaces, type ScreenFacts, type StudyOperation } from '@lookalike/study';
import { RaterKind, RaterSessionState, StudyStatus } from './generated/enums.ts';
import { fromNullableJson, toJson } from './json-column.ts';
import { hashOfToken, newReadableCode } from './secret-token.ts';
import type { Database, Store, Transaction } from './store.ts';
import { findStudyOperation } from './studies.ts';

export type { RaterKind, RaterSessionState } from './generated/enums.ts';

export interface RaterSessionRecord {
  readonly id: string;
  readonly studyId: string;
  /** Random per study; the only name of the rater that leaves. */
  readonly participantId: string;
  readonly kind: RaterKind;
  /** Which of the study's plans is this session's. */
  readonly planIndex: number;
  readonly state: RaterSessionState;
  /** Counts every change of the session. */
  readonly version: number;
  readonly consentHash: string | undefined;
  readonly consentedAt: Date | undefined;
  readonly startedAt: Date | undefined;
  readonly completedAt: Date | undefined;
  readonly withdrawnAt: Date | undefined;
  /** When the place went back to the study; what comes after is late, kept, and to be flagged. */
  readonly placeReleasedAt: Date | undefined;
  readonly lastSeenAt: Date;
  readonly createdAt: Date;
  readonly appVersion: string;
  /** What its page last said of the screen and the browser. */
  readonly screen: ScreenFacts;
}

export interface Entry {
  readonly studyId: string;
  readonly kind: RaterKind;
  /** The bearer token that the rater will hold; only its hash is kept. */
  readonly token: string;
  /** Who it is for a recruiting platform, such as `prolific:5f…`; the same key comes back to the same session. */
  readonly platformIdentity?: { readonly personKey: string; readonly parameters: Readonly<Record<string, string>> };
  readonly appVersion: string;
}

export type EntryResult =
  /** `entered`: a new session. `returned`: the session of the same person, whatever its state, now under the new token. */
  | { readonly outcome: 'entered' | 'returned'; readonly session: RaterSessionRecord }
  | { readonly outcome: 'full' }
  | { readonly outcome: 'paused' }
  | { readonly outcome: 'not_open'; readonly status: StudyStatus }
  | { readonly outcome: 'not_found' };

const PARTICIPANT_ID_LENGTH = 10;

/** States that hold a place only while their rater shows signs of life. */
const PERISHABLE = [RaterSessionState.assigned, RaterSessionState.consented, RaterSessionState.in_progress] as const;

/**
 * Lets a rater into a study: one transaction finds the person's earlier session, or checks that the study is live, not
 * paused, and has a place for a person (test and simulated sessions take none), and gives out the lowest free plan.
 * Entries to one study take turns, so its places cannot be overshot.
 */
export async function enterStudy(store: Store, entry: Entry): Promise<EntryResult> {
  const { studyId, kind, token, platformIdentity, appVersion } = entry;
  return store.transaction(async (tx): Promise<EntryResult> => {
    await tx.$queryRaw`SELECT 1 FROM "study" WHERE "id" = ${studyId}::uuid FOR UPDATE`;
    const study = await findStudyOperation(tx, studyId);
    if (study === undefined) return { outcome: 'not_found' };
    const { operation } = study;

    if (platformIdentity !== undefined) {
      const known = await tx.platformIdentity.findUnique({ where: { studyId_personKey: { studyId, personKey: platformIdentity.personKey } }, select: { sessionId: true } });
      if (known !== null) {
        const row = await tx.raterSession.update({ where: { id: known.sessionId }, data: { tokenHash: hashOfToken(token), lastSeenAt: new Date() } });
        return { outcome: 'returned', session: toRecord(row) };
      }
    }
    if (study.status !== StudyStatus.live) return { outcome: 'not_open', status: study.status };

    if (operation.isPaused && kind === RaterKind.person) return { outcome: 'paused' };

    await releasePerishedPlaces(tx, { studyId, kind, placeLeaseMs: leaseMs(operation) });
    const held = await tx.raterSession.findMany({ where: { studyId, kind, placeReleasedAt: null }, select: { planIndex: true }, orderBy: { planIndex: 'asc' } });
    if (kind === RaterKind.person && held.length >= openPlaces(operation)) return { outcome: 'full' };

    const row = await tx.raterSession.create({
      data: {
        studyId,
        kind,
        participantId: newReadableCode(PARTICIPANT_ID_LENGTH),
        planIndex: lowestFree(held.map(({ planIndex }) => planIndex)),
        tokenHash: hashOfToken(token),
        appVersion,
        ...(platformIdentity === undefined
          ? {}
          : { platformIdentity: { create: { studyId, personKey: platformIdentity.personKey, parameters: toJson(platformIdentity.parameters) } } }),
      },
    });
    return { outcome: 'entered', session: toRecord(row) };
  });
}

function leaseMs({ placeLeaseMinutes }: StudyOperation): number {
  return placeLeaseMinutes * 60_000;
}

async function releasePerishedPlaces(tx: Transaction, { studyId, kind, placeLeaseMs }: { studyId: string; kind: RaterKind; placeLeaseMs: number }): Promise<void> {
  await tx.raterSession.updateMany({
    where: { studyId, kind, placeReleasedAt: null, state: { in: [...PERISHABLE] }, lastSeenAt: { lt: new Date(Date.now() - placeLeaseMs) } },
    data: { placeReleasedAt: new Date() },
  });
}

/** @param ascending distinct, in order */
function lowestFree(ascending: readonly number[]): number {
  const gap = ascending.findIndex((value, index) => value !== index);
  return gap === -1 ? ascending.length : gap;
}

/** How many places raters of this kind hold now: completed or under way. For the landing page; only `enterStudy` decides. */
export async function countHeldPlaces(db: Database, { studyId, kind, operation }: Pick<Entry, 'studyId' | 'kind'> & { readonly operation: StudyOperation }): Promise<number> {
  const seenSince = new Date(Date.now() - leaseMs(operation));
  return db.raterSession.count({
    where: { studyId, kind, placeReleasedAt: null, OR: [{ state: { notIn: [...PERISHABLE] } }, { lastSeenAt: { gte: seenSince } }] },
  });
}

export async function findRaterSession(db: Database, id: string): Promise<RaterSessionRecord | undefined> {
  const row = await db.raterSession.findUnique({ where: { id } });
  return row === null ? undefined : toRecord(row);
}

/** The session whose rater holds this bearer token. */
export async function findRaterSessionByToken(db: Database, token: string): Promise<RaterSessionRecord | undefined> {
  const row = await db.raterSession.findUnique({ where: { tokenHash: hashOfToken(token) } });
  return row === null ? undefined : toRecord(row);
}

/** Reads a session and keeps every other transaction off it until this one ends: the way to decide on its state and change it. */
export async function lockRaterSession(tx: Transaction, id: string): Promise<RaterSessionRecord | undefined> {
  await tx.$queryRaw`SELECT 1 FROM "rater_session" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return findRaterSession(tx, id);
}

export type RaterSessionChange = Partial<
  Pick<RaterSessionRecord, 'state' | 'consentHash' | 'consentedAt' | 'startedAt' | 'completedAt' | 'lastSeenAt' | 'placeReleasedAt'>
>;

/** Changes a session that `lockRaterSession` holds. Which change is allowed is packages/study's to say. */
export async function updateRaterSession(tx: Transaction, id: string, change: RaterSessionChange): Promise<RaterSessionRecord> {
  const gaveUp = change.state === RaterSessionState.no_consent || change.state === RaterSessionState.timed_out;
  const row = await tx.raterSession.update({
    where: { id },
    data: { version: { increment: 1 }, ...(gaveUp ? { placeReleasedAt: new Date() } : {}), ...withoutUndefined(change) },
  });
  return toRecord(row);
}

/** Keeps what a session's page says of the screen; what it does not say stays. */
export async function recordScreen(db: Database, id: string, screen: ScreenFacts): Promise<void> {
  await db.raterSession.updateMany({ where: { id }, data: { lastSeenAt: new Date(), ...withoutUndefined(screen) } });
}

/** Notes a sign of life. Returns the session's state; undefined where there is none. */
export async function touchRaterSession(db: Database, id: string): Promise<RaterSessionState | undefined> {
  const [row] = await db.raterSession.updateManyAndReturn({ where: { id }, data: { lastSeenAt: new Date() }, select: { state: true } });
  return row?.state;
}

/**
 * Withdraws a session that `lockRaterSession` holds: its responses are deleted, the row stays as a tombstone without
 * content, and its place goes back to the study. What the platform calls the person stays, so that nobody enters twice.
 */
export async function withdrawRaterSession(tx: Transaction, id: string): Promise<RaterSessionRecord> {
  // First the state: the database lets responses go only from a session that is withdrawn.
  const row = await tx.raterSession.update({
    where: { id },
    data: { state: RaterSessionState.withdrawn, withdrawnAt: new Date(), placeReleasedAt: new Date(), version: { increment: 1 } },
  });
  await tx.response.deleteMany({ where: { sessionId: id } });
  return toRecord(row);
}

/** What the link of a recruiting platform said of this session's rater. */
export async function findPlatformParameters(db: Database, sessionId: string): Promise<Readonly<Record<string, string>> | undefined> {
  const row = await db.platformIdentity.findUnique({ where: { sessionId }, select: { parameters: true } });
  return fromNullableJson<Record<string, string>>(row?.parameters ?? null);
}

/** What recruiting platforms call the raters of a study. For payment; it never goes into a data set. */
export async function listPlatformIdentities(
  db: Database,
  studyId: string,
): Promise<readonly { readonly participantId: string; readonly personKey: string; readonly parameters: Readonly<Record<string, string>>; readonly state: RaterSessionState }[]> {
  const rows = await db.platformIdentity.findMany({ where: { studyId }, include: { session: { select: { participantId: true, state: true } } }, orderBy: { session: { createdAt: 'asc' } } });
  return rows.map(({ personKey, parameters, session }) => ({ ...session, personKey, parameters: fromNullableJson<Record<string, string>>(parameters) ?? {} }));
}

/** Only for this package: the record of a row. */
export function toRecord(row: RaterSession): RaterSessionRecord {
  return {
    id: row.id,
    studyId: row.studyId,
    participantId: row.participantId,
    kind: row.kind,
    planIndex: row.planIndex,
    state: row.state,
    version: row.version,
    consentHash: row.consentHash ?? undefined,
    consentedAt: row.consentedAt ?? undefined,
    startedAt: row.startedAt ?? undefined,
    completedAt: row.completedAt ?? undefined,
    withdrawnAt: row.withdrawnAt ?? undefined,
    placeReleasedAt: row.placeReleasedAt ?? undefined,
    lastSeenAt: row.lastSeenAt,
    createdAt: row.createdAt,
    appVersion: row.appVersion,
    screen: {
      ...(row.language === null ? {} : { language: row.language }),
      ...(row.refreshHz === null ? {} : { refreshHz: row.refreshHz }),
      ...(row.cssPxPerMm === null ? {} : { cssPxPerMm: row.cssPxPerMm }),
    },
  };
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Prisma takes an absent member for "leave as it is"; so do we an undefined one. */
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>; // fromEntries forgets the keys' names.
}
