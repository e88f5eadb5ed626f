import { randomUUID } from 'node:crypto';
import type { Secrets } from '@lookalike/secrets';
import type { PlatformAction, PlatformActionItem, Prisma } from './generated/client.ts';
import type { Database, Store, Transaction } from './store.ts';

/** What the installation's key is used for here. */
export const ACTION = 'platform action';

export type ActionKind = 'approve' | 'ask_to_return' | 'reject' | 'bonus';
/** `unknown`: the answer was lost, and only a person can tell whether it was done. */
export type ActionState = 'prepared' | 'doing' | 'done' | 'refused' | 'unknown';

/** Money in minor units of its currency. */
export interface ActionSum {
  readonly amount: number;
  /** What the platform takes, with its taxes; undefined where it does not say before. */
  readonly fees: number | undefined;
  readonly total: number;
  readonly currency: string | undefined;
}

/** What participants read; empty once they are all forgotten. */
export interface ActionWords {
  readonly message?: string | undefined;
  readonly category?: string | undefined;
}

export interface ActionItem {
  readonly submissionId: string;
  readonly amount: number | undefined;
  /** What the ledger said was paid, or perhaps paid, when it was prepared, in minor units. */
  readonly paidBefore: number;
}

/** One line of the ledger. */
export interface PlatformActionRecord {
  readonly id: string;
  readonly studyId: string;
  readonly kind: ActionKind;
  readonly state: ActionState;
  readonly words: ActionWords;
  readonly personCount: number;
  readonly sum: ActionSum | undefined;
  readonly providerId: string | undefined;
  /** What came of it, in a sentence. */
  readonly outcome: string;
  readonly preparedBy: string;
  readonly preparedAt: Date;
  readonly confirmedBy: string | undefined;
  readonly confirmedAt: Date | undefined;
  readonly items: readonly ActionItem[];
}

export interface NewAction {
  readonly studyId: string;
  readonly kind: ActionKind;
  readonly words: ActionWords;
  readonly sum: ActionSum | undefined;
  readonly providerId?: string;
  readonly items: readonly ActionItem[];
  readonly preparedBy: string;
  readonly now: Date;
}

/** Bonuses that were paid, or may have been. */
export const PAID = { kind: 'bonus', state: { in: ['doing', 'done', 'unknown'] } } satisfies Prisma.PlatformActionWhereInput;

/** A confirmation has to follow within this time: what is owed may change. */
const preparedMinutes = 15;

/** Writes down what is to be done, before anything is. */
export async function prepareAction(db: Database, secrets: Secrets, { studyId, kind, words, sum, providerId, items, preparedBy, now }: NewAction): Promise<PlatformActionRecord> {
  const row = await db.platformAction.create({
    data: {
      id: randomUUID(),
      studyId,
      kind,
      state: 'prepared',
      sealed: secrets.encrypt(ACTION, JSON.stringify(words)),
      personCount: items.length,
      amount: sum?.amount ?? null,
      fees: sum?.fees ?? null,
      total: sum?.total ?? null,
      currency: sum?.currency ?? null,
      providerId: providerId ?? null,
      preparedBy,
      preparedAt: now,
      items: { create: items.map(({ submissionId, amount, paidBefore }) => ({ submissionId, amount: amount ?? null, paidBefore })) },
    },
    include: { items: true },
  });
  return toRecord(row, secrets);
}

export type Confirmation = { readonly outcome: 'confirmed'; readonly action: PlatformActionRecord } | { readonly outcome: 'not_found' | 'not_prepared' | 'too_late' | 'another_under_way' | 'paid_meanwhile' };

/**
 * Takes a prepared action to do it: once, whoever else asks, and none while another one of the study is under way. A
 * bonus is refused where the ledger has changed since it was prepared: two people who decide the same pay once. A
 * process that ends meanwhile leaves it `doing`: nobody does it again.
 */
export async function confirmAction(store: Store, secrets: Secrets, { studyId, actionId, confirmedBy, now }: { readonly studyId: string; readonly actionId: string; readonly confirmedBy: string; readonly now: Date }): Promise<Confirmation> {
  return store.transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "study" WHERE "id" = ${studyId}::uuid FOR UPDATE`;
    const row = await tx.platformAction.findFirst({ where: { id: actionId, studyId }, include: { items: true } });
    if (row === null) return { outcome: 'not_found' };
    if (row.state !== 'prepared') return { outcome: 'not_prepared' };
    if (row.preparedAt.getTime() < now.getTime() - preparedMinutes * 60_000) return { outcome: 'too_late' };
    if ((await tx.platformAction.count({ where: { studyId, state: 'doing' } })) > 0) return { outcome: 'another_under_way' };
    if (row.kind === 'bonus' && (await isPaidMeanwhile(tx, row.items))) return { outcome: 'paid_meanwhile' };
    const confirmed = await tx.platformAction.update({ where: { id: actionId }, data: { state: 'doing', confirmedBy, confirmedAt: now }, include: { items: true } });
    return { outcome: 'confirmed', action: toRecord(confirmed, secrets) };
  });
}

async function isPaidMeanwhile(tx: Transaction, items: readonly PlatformActionItem[]): Promise<boolean> {
  const paid = await tx.platformActionItem.groupBy({ by: ['submissionId'], where: { submissionId: { in: items.map(({ submissionId }) => submissionId) }, action: PAID }, _sum: { amount: true } });
  const sums = new Map(paid.map(({ submissionId, _sum }) => [submissionId, _sum.amount ?? 0]));
  return items.some(({ submissionId, paidBefore }) => (sums.get(submissionId) ?? 0) !== paidBefore);
}

/** Bonuses that the ledger says were paid for these sessions, in minor units; what may have been paid is not among them. Sessions without one are not in it. */
export async function paidBonuses(db: Database, sessionIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const items = await db.platformActionItem.findMany({ where: { amount: { not: null }, action: { kind: 'bonus', state: 'done' }, submission: { sessionId: { in: [...sessionIds] } } }, select: { amount: true, submission: { select: { sessionId: true } } } });
  const paid = new Map<string, number>();
  for (const { amount, submission: { sessionId } } of items) if (sessionId !== null) paid.set(sessionId, (paid.get(sessionId) ?? 0) + (amount ?? 0));
  return paid;
}

/** Says what came of an action that was taken. */
export async function finishAction(db: Database, { actionId, state, outcome, now }: { readonly actionId: string; readonly state: 'done' | 'refused' | 'unknown'; readonly outcome: string; readonly now: Date }): Promise<void> {
  await db.platformAction.updateMany({ where: { id: actionId, state: 'doing' }, data: { state, outcome, finishedAt: now } });
}

/** A taken action whose process ended is one of which nobody knows. */
export async function giveUpActions(db: Database, { studyId, before, now }: { readonly studyId: string; readonly before: Date; readonly now: Date }): Promise<void> {
  await db.platformAction.updateMany({ where: { studyId, state: 'doing', confirmedAt: { lt: before } }, data: { state: 'unknown', outcome: 'The server stopped before it had the answer.', finishedAt: now } });
}

/** A person has looked on the platform. @returns whether it was unknown until then */
export async function resolveAction(db: Database, { studyId, actionId, state, outcome, now }: { readonly studyId: string; readonly actionId: string; readonly state: 'done' | 'refused'; readonly outcome: string; readonly now: Date }): Promise<boolean> {
  return (await db.platformAction.updateMany({ where: { id: actionId, studyId, state: 'unknown' }, data: { state, outcome, finishedAt: now } })).count > 0;
}

/** What was confirmed, the latest first; what was only prepared is left out. */
export async function listActions(db: Database, secrets: Secrets, studyId: string): Promise<readonly PlatformActionRecord[]> {
  const rows = await db.platformAction.findMany({ where: { studyId, state: { not: 'prepared' } }, orderBy: [{ confirmedAt: 'desc' }, { id: 'asc' }], include: { items: true } });
  return rows.map((row) => toRecord(row, secrets));
}

export async function findAction(db: Database, secrets: Secrets, { studyId, actionId }: { readonly studyId: string; readonly actionId: string }): Promise<PlatformActionRecord | undefined> {
  const row = await db.platformAction.findFirst({ where: { id: actionId, studyId }, include: { items: true } });
  return row === null ? undefined : toRecord(row, secrets);
}

function toRecord({ id, studyId, kind, state, sealed, personCount, amount, fees, total, currency, providerId, outcome, preparedBy, preparedAt, confirmedBy, confirmedAt, items }: PlatformAction & { readonly items: readonly PlatformActionItem[] }, secrets: Secrets): PlatformActionRecord {
  return {
    id,
    studyId,
    kind: kind as ActionKind, // Checks of the database allow no others.
    state: state as ActionState,
    words: sealed === null ? {} : (JSON.parse(secrets.decrypt(ACTION, sealed)) as ActionWords), // Only prepareAction writes it.
    personCount,
    sum: amount === null || total === null ? undefined : { amount, fees: fees ?? undefined, total, currency: currency ?? undefined },
    providerId: providerId ?? undefined,
    outcome,
    preparedBy,
    preparedAt,
    confirmedBy: confirmedBy ?? undefined,
    confirmedAt: confirmedAt ?? undefined,
    items: items.map(({ submissionId, amount: each, paidBefore }) => ({ submissionId, amount: each ?? undefined, paidBefore })),
  };
}
