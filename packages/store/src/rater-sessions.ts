import { randomUUID } from 'node:crypto';
import type { Ending } from '@lookalike/recruiting';
import { Prisma, type RaterSession } from './generated/client.ts';
import { openPlaces, type ScreenFacts, type StudyOperation } from '@lookalike/study';
import { RaterKind, RaterSessionState, StudyStatus } from './generated/enums.ts';
import { forgetTexts } from './session-texts.ts';
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
  /** How it ended; absent while it is under way. */
  readonly ending: Ending | undefined;
  readonly endedAt: Date | undefined;
  /** When whoever recruits had done with it. */
  readonly settledAt: Date | undefined;
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
  /** Why an experimenter excluded it; absent where nobody did. */
  readonly excludedBecause: string | undefined;
}

/** Whom a recruiting platform names. Only hashes are compared; nothing here can be read without the installation's key. */
export interface EnteringPerson {
  /** Keyed hashes of who it is, by every key, the one in use first. */
  readonly hashes: readonly string[];
  /** Keyed hashes of the platform's value for this one taking part; absent where it has none. */
  readonly submissionHashes?: readonly string[];
  /** Parameters of the link, encrypted. */
  readonly sealed: string;
}

export interface Entry {
  readonly studyId: string;
  readonly kind: RaterKind;
  /** What the browser made when it began; the same key comes to the same session. Absent: pages of earlier versions. */
  readonly entryKeyHash?: string;
  /** Bearer tokens that a session has for this entry, the one to give first; only its hash is kept. */
  tokensOf(sessionId: string): readonly [string, ...string[]];
  readonly person?: EnteringPerson;
  /** Keyed hash of where the entry came from. */
  readonly addressHash?: string;
  /** Whoever has no session yet gets none. */
  readonly onlyReturning?: boolean;
  /** Whether somebody with a new submission of the platform goes on with the session of the earlier one. */
  readonly continuesTakenAgain?: boolean;
  readonly appVersion: string;
  readonly now: Date;
}

export type EntryResult =
  /** `entered`: a new session. `returned`: the session of the same browser or person, whatever its state; `token` is its bearer. `timedOutCount`: sessions whose place was found to be over. */
  | { readonly outcome: 'entered' | 'returned'; readonly session: RaterSessionRecord; readonly token: string; readonly timedOutCount?: number }
  /** Another browser has this person's session and shows signs of life; from `freeAt` on it can be taken over. */
  | { readonly outcome: 'open_elsewhere'; readonly freeAt: Date }
  /** A late repetition: its session went on in another browser. */
  | { readonly outcome: 'gone_on' }
  /** The same person with a new submission, which this study does not take. */
  | { readonly outcome: 'taken_again' }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'took_part_before' }
  | { readonly outcome: 'not_invited' }
  | { readonly outcome: 'too_many_entries'; readonly addressCount: number }
  | { readonly outcome: 'full'; readonly timedOutCount: number }
  | { readonly outcome: 'paused' }
  | { readonly outcome: 'not_open'; readonly status: StudyStatus }
  | { readonly outcome: 'not_found' };

const PARTICIPANT_ID_LENGTH = 10;

/** An entry without consent holds its place this long. */
export const entryMinutes = 10;
/** After this long without a sign of life, a session can be taken over by whoever the link names. */
export const silenceMs = 120_000;
/** Entries without consent from one address into one study at a time: more than a classroom, less than all places. */
export const mostEntriesOfAddress = 40;

/**
 * Lets a rater into a study: one transaction finds the session of this browser's key or of the person, or checks that the
 * study is live, not paused, and has a place for a person (test and simulated sessions take none), and gives out the
 * lowest free plan. Entries to one study take turns, so its places cannot be overshot.
 */
export async function enterStudy(store: Store, entry: Entry): Promise<EntryResult> {
  return store.transaction(async (tx): Promise<EntryResult> => {
    const { studyId, kind, person } = entry;
    await tx.$queryRaw`SELECT 1 FROM "study" WHERE "id" = ${studyId}::uuid FOR UPDATE`;
    const study = await findStudyOperation(tx, studyId);
    if (study === undefined) return { outcome: 'not_found' };
    const { operation } = study;

    const known = (await sessionOfKey(tx, entry)) ?? (person === undefined ? undefined : await sessionOfPerson(tx, entry, person));
    if (known !== undefined) return known;
    if (entry.onlyReturning === true) return { outcome: 'unknown' };

    if (study.status !== StudyStatus.live) return { outcome: 'not_open', status: study.status };
    if (kind === RaterKind.person) {
      if (operation.isPaused) return { outcome: 'paused' };
      const unwanted = await unwantedRater(tx, operation, person);
      if (unwanted !== undefined) return { outcome: unwanted };
      const addressCount = await entriesOfAddress(tx, entry);
      if (addressCount >= mostEntriesOfAddress) return { outcome: 'too_many_entries', addressCount };
    }
    const timedOutCount = await releasePerishedPlaces(tx, { studyId, kind, operation, now: entry.now });
    const { held, free } = await heldAndFree(tx, { studyId, kind });
    if (kind === RaterKind.person && held >= openPlaces(operation)) return { outcome: 'full', timedOutCount };

    const id = randomUUID();
    const [token] = entry.tokensOf(id);
    const row = await tx.raterSession.create({
      data: {
        id,
        studyId,
        kind,
        participantId: newReadableCode(PARTICIPANT_ID_LENGTH),
        planIndex: free,
        tokenHash: hashOfToken(token),
        entryKeyHash: entry.entryKeyHash ?? null,
        addressHash: entry.addressHash ?? null,
        appVersion: entry.appVersion,
        asksByHash: false,
        createdAt: entry.now,
        lastSeenAt: entry.now,
        ...(person === undefined ? {} : { platformIdentity: { create: { studyId, ...identityRow(person) } } }),
      },
    });
    return { outcome: 'entered', session: toRecord(row), token, timedOutCount };
  });
}

/** The reply to an entry was lost, and it is made again. Nothing changes. */
async function sessionOfKey(tx: Transaction, { studyId, entryKeyHash, tokensOf }: Entry): Promise<EntryResult | undefined> {
  if (entryKeyHash === undefined) return undefined;
  const row = await tx.raterSession.findUnique({ where: { studyId_entryKeyHash: { studyId, entryKeyHash } } });
  if (row === null) return undefined;
  const token = tokensOf(row.id).find((each) => hashOfToken(each) === row.tokenHash);
  return token === undefined ? { outcome: 'gone_on' } : { outcome: 'returned', session: toRecord(row), token };
}

/**
 * Who comes by an id in a link is let into that person's session, but takes it from no browser that is alive: for that
 * the platform's own value for this submission has to be the same.
 */
async function sessionOfPerson(tx: Transaction, { studyId, entryKeyHash, tokensOf, now, continuesTakenAgain = true }: Entry, person: EnteringPerson): Promise<EntryResult | undefined> {
  const identity = await tx.platformIdentity.findFirst({ where: { studyId, personHash: { in: [...person.hashes] } }, include: { session: true } });
  if (identity === null) return undefined;
  const isSameSubmission = identity.submissionHash !== null && person.submissionHashes?.includes(identity.submissionHash) === true;
  const isNewSubmission = identity.submissionHash !== null && person.submissionHashes !== undefined && !isSameSubmission;
  if (isNewSubmission && !continuesTakenAgain) return { outcome: 'taken_again' };
  const freeAt = new Date(identity.session.lastSeenAt.getTime() + silenceMs);
  if (!isSameSubmission && freeAt > now) return { outcome: 'open_elsewhere', freeAt };
  const [token] = tokensOf(identity.sessionId);
  const row = await tx.raterSession.update({ where: { id: identity.sessionId }, data: { tokenHash: hashOfToken(token), entryKeyHash: entryKeyHash ?? null, lastSeenAt: now } });
  // Of who is forgotten nothing is written again, but of who left before the consent: now they take part.
  const begins = identity.session.consentedAt === null && (identity.session.state === RaterSessionState.assigned || identity.session.state === RaterSessionState.timed_out);
  if (identity.sealed !== null || begins) await tx.platformIdentity.update({ where: { sessionId: identity.sessionId }, data: identityRow(person) });
  return { outcome: 'returned', session: toRecord(row), token };
}

function identityRow({ hashes: [personHash = ''], submissionHashes: [submissionHash] = [], sealed }: EnteringPerson) {
  return { personHash, sealed, submissionHash: submissionHash ?? null };
}

/** Whether somebody is kept out for having been in an earlier study, or for not having been. Who has no name cannot be known again. */
async function unwantedRater(tx: Transaction, { earlierRaters: { keepOut, onlyFrom } }: StudyOperation, person: EnteringPerson | undefined): Promise<'took_part_before' | 'not_invited' | undefined> {
  const wasIn = async (studies: readonly string[], states: readonly RaterSessionState[]): Promise<boolean> =>
    person !== undefined && (await tx.platformIdentity.count({ where: { studyId: { in: [...studies] }, personHash: { in: [...person.hashes] }, session: { state: { notIn: [...states] } } } })) > 0;
  if (keepOut.length > 0 && (await wasIn(keepOut, [RaterSessionState.assigned, RaterSessionState.no_consent]))) return 'took_part_before';
  const unfinished = Object.values(RaterSessionState).filter((state) => state !== RaterSessionState.completed);
  return onlyFrom.length > 0 && !(await wasIn(onlyFrom, unfinished)) ? 'not_invited' : undefined;
}

async function entriesOfAddress(tx: Transaction, { studyId, addressHash, now }: Entry): Promise<number> {
  if (addressHash === undefined) return 0;
  return tx.raterSession.count({ where: { studyId, addressHash, state: RaterSessionState.assigned, placeReleasedAt: null, createdAt: { gt: entriesSince(now) } } });
}

function entriesSince(now: Date): Date {
  return new Date(now.getTime() - entryMinutes * 60_000);
}

function seenSince({ placeLeaseMinutes }: StudyOperation, now: Date): Date {
  return new Date(now.getTime() - placeLeaseMinutes * 60_000);
}

interface Places {
  readonly studyId: string;
  readonly kind: RaterKind;
  readonly operation: StudyOperation;
  readonly now: Date;
}

/** Sessions under way whose time is over: entered and not consented for ten minutes, or away for longer than the lease. */
function overdue({ studyId, kind, operation, now }: Places): Prisma.RaterSessionWhereInput {
  return {
    studyId,
    kind,
    OR: [
      { state: RaterSessionState.assigned, createdAt: { lt: entriesSince(now) } },
      { state: { in: [RaterSessionState.consented, RaterSessionState.in_progress] }, lastSeenAt: { lt: seenSince(operation, now) } },
    ],
  };
}

/** What becomes of a session that is timed out, but for its place. Only for this package. */
export function timedOut(now: Date) {
  return { state: RaterSessionState.timed_out, ending: 'timed_out', endedAt: now, version: { increment: 1 } } as const;
}

/** Times overdue sessions out, until they come back, and gives their places back. @returns how many places */
async function releasePerishedPlaces(tx: Transaction, places: Places): Promise<number> {
  const { now } = places;
  const { count } = await tx.raterSession.updateMany({ where: { ...overdue(places), placeReleasedAt: null }, data: { ...timedOut(now), placeReleasedAt: now } });
  // Who went on late and left again has no place to give; since when they are late stays.
  await tx.raterSession.updateMany({ where: { ...overdue(places), placeReleasedAt: { not: null } }, data: timedOut(now) });
  return count;
}

/** How many places are held, and the lowest plan that nobody holds. */
async function heldAndFree(tx: Transaction, { studyId, kind }: Pick<Places, 'studyId' | 'kind'>): Promise<{ readonly held: number; readonly free: number }> {
  const [row] = await tx.$queryRaw<{ held: number; free: number }[]>`
    WITH "held" AS (
      SELECT "plan_index" FROM "rater_session" WHERE "study_id" = ${studyId}::uuid AND "kind" = ${kind}::"rater_kind" AND "place_released_at" IS NULL
    )
    SELECT (SELECT count(*)::integer FROM "held") AS "held",
      (SELECT min(c."plan") FROM (SELECT 0 AS "plan" UNION ALL SELECT "plan_index" + 1 FROM "held") c WHERE NOT EXISTS (SELECT 1 FROM "held" h WHERE h."plan_index" = c."plan")) AS "free"`;
  return row ?? { held: 0, free: 0 };
}

/** A session without a place, as it was read, and the state in which it goes on. */
export interface Return {
  readonly sessionId: string;
  readonly version: number;
  readonly state: RaterSessionState;
}

/**
 * Gives a rater who was away a place again, where one is free: with their own plan, or, before consent, with the lowest.
 * @returns the session as it is then; what has no place goes on without one, and is late. Whatever changed meanwhile stays.
 */
export async function reclaimPlace(store: Store, { sessionId, version, state }: Return, now: Date): Promise<RaterSessionRecord | undefined> {
  return store.transaction(async (tx) => {
    const { studyId, kind } = (await findRaterSession(tx, sessionId)) ?? {};
    if (studyId === undefined || kind === undefined) return undefined;
    // The study first, as entries lock them.
    await tx.$queryRaw`SELECT 1 FROM "study" WHERE "id" = ${studyId}::uuid FOR UPDATE`;
    const before = await lockRaterSession(tx, sessionId);
    if (before?.version !== version || before.placeReleasedAt === undefined) return before;
    const study = await findStudyOperation(tx, studyId);
    if (study === undefined) return undefined;
    await releasePerishedPlaces(tx, { studyId, kind, operation: study.operation, now });
    const { held, free } = await heldAndFree(tx, { studyId, kind });
    if (kind === RaterKind.person && held >= openPlaces(study.operation)) return findRaterSession(tx, sessionId);
    const isOwnFree = (await tx.raterSession.count({ where: { studyId, kind, placeReleasedAt: null, planIndex: before.planIndex } })) === 0;
    // Pictures of a plan are shown from consent on: answers to them would be stored as answers to those of another.
    if (!isOwnFree && before.consentedAt !== undefined) return findRaterSession(tx, sessionId);
    const row = await tx.raterSession.update({
      where: { id: sessionId },
      data: {
        state, ending: null, endedAt: null, settledAt: null, placeReleasedAt: null, lastSeenAt: now, version: { increment: 1 }, planIndex: isOwnFree ? before.planIndex : free,
        ...(state === RaterSessionState.assigned ? { createdAt: now } : {}),
      },
    });
    return toRecord(row);
  });
}

/** How many places raters of this kind hold now: completed or under way. For the landing page; only `enterStudy` decides. */
export async function countHeldPlaces(db: Database, places: Places): Promise<number> {
  const { studyId, kind } = places;
  return db.raterSession.count({ where: { studyId, kind, placeReleasedAt: null, NOT: overdue(places) } });
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

export type RaterSessionChange = Partial<Pick<RaterSessionRecord, 'state' | 'consentHash' | 'consentedAt' | 'startedAt' | 'completedAt' | 'lastSeenAt'>> & {
  /** With it the session has ended; null: it goes on after all. */
  readonly ending?: Ending | null;
};

/** Endings whose place goes back to the study. */
const GIVES_PLACE_BACK: ReadonlySet<Ending> = new Set(['no_consent', 'timed_out', 'screened_out', 'practice_not_passed']);

/** Whether the place goes back to the study with this ending. Only for this package. */
export function givesPlaceBack(ending: Ending | undefined | null): boolean {
  return ending !== undefined && ending !== null && GIVES_PLACE_BACK.has(ending);
}

/** What a page says of its screen: it goes with who declines or withdraws. */
const noScreen = { language: null, refreshHz: null, cssPxPerMm: null } as const;

/** Changes a session that `lockRaterSession` holds. Which change is allowed is packages/study's to say. */
export async function updateRaterSession(tx: Transaction, id: string, { ending, ...change }: RaterSessionChange, now: Date): Promise<RaterSessionRecord> {
  // Since when a session is late stays.
  if (givesPlaceBack(ending)) await tx.raterSession.updateMany({ where: { id, placeReleasedAt: null }, data: { placeReleasedAt: now } });
  const row = await tx.raterSession.update({
    where: { id },
    data: {
      version: { increment: 1 },
      ...(ending === undefined ? {} : { ending, endedAt: ending === null ? null : now }),
      // Whoever consented is known to be a person: where they came from is not needed any more.
      ...(change.consentedAt === undefined ? {} : { addressHash: null }),
      ...(ending === 'no_consent' ? { addressHash: null, ...noScreen } : {}),
      ...withoutUndefined(change),
    },
  });
  return toRecord(row);
}

/** Keeps what a session's page says of the screen; what it does not say stays. Of who declined or withdrew nothing is kept. */
export async function recordScreen(db: Database, { id, screen, now }: { readonly id: string; readonly screen: ScreenFacts; readonly now: Date }): Promise<void> {
  await db.raterSession.updateMany({ where: { id, state: { notIn: [RaterSessionState.no_consent, RaterSessionState.withdrawn] } }, data: { lastSeenAt: now, ...withoutUndefined(screen) } });
}

/** Notes a sign of life. Returns the session's state; undefined where there is none. */
export async function touchRaterSession(db: Database, id: string, now: Date): Promise<RaterSessionState | undefined> {
  const [row] = await db.raterSession.updateManyAndReturn({ where: { id }, data: { lastSeenAt: now }, select: { state: true } });
  return row?.state;
}

/**
 * Withdraws a session that `lockRaterSession` holds: its responses are deleted, the row stays as a tombstone without
 * content, and its place goes back to the study.
 */
export async function withdrawRaterSession(tx: Transaction, id: string, now: Date): Promise<RaterSessionRecord> {
  // First the state: the database lets responses go only from a session that is withdrawn.
  const row = await tx.raterSession.update({
    where: { id },
    data: { digest: Prisma.DbNull, flags: [], state: RaterSessionState.withdrawn, ending: 'withdrawn', withdrawnAt: now, endedAt: now, placeReleasedAt: now, addressHash: null, ...noScreen, version: { increment: 1 } },
  });
  await tx.response.deleteMany({ where: { sessionId: id } });
  await forgetTexts(tx, [id]);
  return toRecord({ ...row, note: '', excludedBecause: null });
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
    ending: (row.ending ?? undefined) as Ending | undefined, // A check constraint admits nothing else.
    endedAt: row.endedAt ?? undefined,
    settledAt: row.settledAt ?? undefined,
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
    excludedBecause: row.excludedBecause ?? undefined,
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
