import type { Ending } from '@lookalike/recruiting';
import type { SessionDigest } from '@lookalike/study';
import type { Prisma, RaterSession } from './generated/client.ts';
import { fromJson, fromNullableJson, toJson } from './json-column.ts';
import { lockRaterSession, timedOut, toRecord, type RaterKind, type RaterSessionRecord, type RaterSessionState } from './rater-sessions.ts';
import { reopenSessions, settleSessions } from './settling.ts';
import type { Database, Store } from './store.ts';

/** A session as an experimenter's list has it. */
export interface ListedSession extends RaterSessionRecord {
  /** Absent before the first answer, and after a withdrawal. */
  readonly digest: SessionDigest | undefined;
  /** An experimenter's. */
  readonly note: string;
  /** Beyond the reward, in its currency; undefined where none was given. */
  readonly bonus: number | undefined;
  /** What its platform calls the rater, encrypted; undefined where nobody said it, or where it is forgotten. */
  readonly sealed: string | undefined;
}

export interface SessionFilter {
  readonly studyId: string;
  readonly kind?: RaterKind | undefined;
  readonly states?: readonly RaterSessionState[] | undefined;
  readonly ending?: Ending | undefined;
  /** A reason of a rule, `by_hand`, or `any`. */
  readonly flag?: string | undefined;
  /** Part of the participant's random name; whoever one of these keyed hashes is of is found too. */
  readonly text?: string | undefined;
  readonly personHashes?: readonly string[] | undefined;
}

export type SessionSort = 'entered' | 'last_seen';

export interface SessionPage extends SessionFilter {
  readonly sort: SessionSort;
  /** Where the page before ended, as it said. */
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly take: number;
}

const columnOf = { entered: 'createdAt', last_seen: 'lastSeenAt' } as const satisfies Record<SessionSort, keyof RaterSession>;

/** One page of a study's sessions, the latest first. */
export async function listSessions(db: Database, { sort, after, take, ...filter }: SessionPage): Promise<readonly ListedSession[]> {
  const column = columnOf[sort];
  const further: Prisma.RaterSessionWhereInput = after === undefined ? {} : { OR: [{ [column]: { lt: after.at } }, { [column]: after.at, id: { lt: after.id } }] };
  const rows = await db.raterSession.findMany({
    where: { AND: [filtered(filter), further] },
    orderBy: [{ [column]: 'desc' }, { id: 'desc' }],
    take,
    include: { platformIdentity: { select: { sealed: true } } },
  });
  return rows.map(toListed);
}

/** One session as the list has it. */
export async function findListedSession(db: Database, { studyId, sessionId }: { readonly studyId: string; readonly sessionId: string }): Promise<ListedSession | undefined> {
  const row = await db.raterSession.findFirst({ where: { id: sessionId, studyId }, include: { platformIdentity: { select: { sealed: true } } } });
  return row === null ? undefined : toListed(row);
}

export function countListedSessions(db: Database, filter: SessionFilter): Promise<number> {
  return db.raterSession.count({ where: filtered(filter) });
}

/** Names the state of all sessions of a study: as long as it is the same, nothing in their list has changed. */
export async function sessionsRevision(db: Database, studyId: string): Promise<string> {
  const { _count, _sum, _max } = await db.raterSession.aggregate({ where: { studyId }, _count: true, _sum: { version: true }, _max: { lastSeenAt: true } });
  return `${_count}-${_sum.version ?? 0}-${_max.lastSeenAt?.getTime() ?? 0}`;
}

function filtered({ studyId, kind, states, ending, flag, text, personHashes = [] }: SessionFilter): Prisma.RaterSessionWhereInput {
  return {
    studyId,
    ...(kind === undefined ? {} : { kind }),
    ...(states === undefined ? {} : { state: { in: [...states] } }),
    ...(ending === undefined ? {} : { ending }),
    ...(flag === undefined ? {} : flagged(flag)),
    ...(text === undefined ? {} : { AND: [{ OR: [{ participantId: { contains: text, mode: 'insensitive' } }, { platformIdentity: { personHash: { in: [...personHashes] } } }] }] }),
  };
}

function flagged(flag: string): Prisma.RaterSessionWhereInput {
  const byHand = { excludedBecause: { not: null } };
  if (flag === 'by_hand') return byHand;
  return flag === 'any' ? { OR: [byHand, { NOT: { flags: { equals: [] } } }] } : { flags: { array_contains: [flag] } };
}

/** What an experimenter changes of a session. */
export interface SessionChange {
  /** Null: it counts again. */
  readonly excludedBecause?: string | null;
  readonly note?: string;
  /** Null: none. */
  readonly bonus?: number | null;
  /** Paid, returned or rejected: whoever recruits has done with it. */
  readonly isSettled?: boolean;
}

/** Changes a session and logs what became different. @returns undefined where the study has no such session, `under_way` where one that has not ended was to be settled: nothing is changed then */
export async function changeSession(store: Store, { studyId, sessionId, change, experimenter, now }: { readonly studyId: string; readonly sessionId: string; readonly change: SessionChange; readonly experimenter: string; readonly now: Date }): Promise<ListedSession | 'under_way' | undefined> {
  return store.transaction(async (tx) => {
    await lockRaterSession(tx, sessionId);
    const before = await findListedSession(tx, { studyId, sessionId });
    if (before === undefined) return undefined;
    const was: Required<SessionChange> = { excludedBecause: before.excludedBecause ?? null, note: before.note, bonus: before.bonus ?? null, isSettled: before.settledAt !== undefined };
    const different = Object.fromEntries(Object.entries(change).filter(([name, value]) => value !== undefined && value !== was[name as keyof SessionChange]));
    if (Object.keys(different).length === 0) return before;
    const { isSettled, ...rest } = different as SessionChange; // Some of its own members.
    if (isSettled === true && before.endedAt === undefined) return 'under_way';
    if (Object.keys(rest).length > 0) await tx.raterSession.update({ where: { id: sessionId }, data: { ...rest, version: { increment: 1 } } });
    if (isSettled === true) await settleSessions(tx, { studyId, sessionIds: [sessionId], now });
    if (isSettled === false) await reopenSessions(tx, { studyId, sessionIds: [sessionId] });
    await tx.sessionChange.create({ data: { sessionId, experimenter, changedAt: now, change: toJson(different) } });
    return findListedSession(tx, { studyId, sessionId });
  });
}

/** Takes the place from a session under way; whoever it is goes on if they come back and there is one. @returns undefined where the study has no such session, `not_held` where it holds none that could be given back */
export async function releasePlace(store: Store, { studyId, sessionId, experimenter, now }: { readonly studyId: string; readonly sessionId: string; readonly experimenter: string; readonly now: Date }): Promise<ListedSession | 'not_held' | undefined> {
  return store.transaction(async (tx) => {
    const session = await lockRaterSession(tx, sessionId);
    if (session?.studyId !== studyId) return undefined;
    const isUnderWay = session.state === 'assigned' || session.state === 'consented' || session.state === 'in_progress';
    if (!isUnderWay || session.placeReleasedAt !== undefined) return 'not_held';
    await tx.raterSession.update({ where: { id: sessionId }, data: { ...timedOut(now), placeReleasedAt: now } });
    await tx.sessionChange.create({ data: { sessionId, experimenter, changedAt: now, change: toJson({ placeReleased: true }) } });
    return findListedSession(tx, { studyId, sessionId });
  });
}

export interface SessionChangeRecord {
  readonly changedAt: Date;
  readonly experimenter: string;
  readonly change: Readonly<Record<string, unknown>>;
}

/** What experimenters did with a session; newest first. */
export async function listSessionChanges(db: Database, sessionId: string): Promise<readonly SessionChangeRecord[]> {
  const rows = await db.sessionChange.findMany({ where: { sessionId }, orderBy: [{ changedAt: 'desc' }, { id: 'asc' }] });
  return rows.map(({ changedAt, experimenter, change }) => ({ changedAt, experimenter, change: fromJson<Record<string, unknown>>(change) }));
}

function toListed(row: RaterSession & { readonly platformIdentity: { readonly sealed: string | null } | null }): ListedSession {
  return { ...toRecord(row), digest: fromNullableJson<SessionDigest>(row.digest), note: row.note, bonus: row.bonus ?? undefined, sealed: row.platformIdentity?.sealed ?? undefined };
}
