import { readStudyConfiguration } from '@lookalike/study';
import type { AlertKind } from './alert-kinds.ts';
import { fromJson, toJson } from './json-column.ts';
import type { Database } from './store.ts';

/** Something that the experimenter should know of a study under way. */
export interface StudyAlertRecord {
  /** One of `alertKinds`; those of earlier versions too. */
  readonly kind: string;
  /** Of the last time. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** When an experimenter said that they have seen it; undefined where it has happened again since. */
  readonly seenAt: Date | undefined;
}

/** The same alert is not sent more often. */
const quietMs = 60 * 60_000;

/** Raises an alert, or counts it up. */
export async function raiseAlert(db: Database, { studyId, kind, facts, now }: { readonly studyId: string; readonly kind: AlertKind; readonly facts: Readonly<Record<string, unknown>>; readonly now: Date }): Promise<void> {
  // Told again when somebody had seen it, and at most once an hour otherwise; an alert about messages that fail is none itself.
  const isSent = kind !== 'webhook_failing';
  if (isSent) await db.studyAlert.updateMany({ where: { studyId, kind, sendAt: null, OR: [{ seenAt: { not: null } }, { sentAt: null }, { sentAt: { lt: new Date(now.getTime() - quietMs) } }] }, data: { sendAt: now, sendAttemptCount: 0 } });
  const said = { facts: toJson(facts), lastAt: now, seenAt: null };
  await db.studyAlert.upsert({ where: { studyId_kind: { studyId, kind } }, create: { studyId, kind, firstAt: now, ...(isSent ? { sendAt: now } : {}), ...said }, update: { ...said, count: { increment: 1 } } });
}

/** The latest first. */
export async function listAlerts(db: Database, studyId: string): Promise<readonly StudyAlertRecord[]> {
  const rows = await db.studyAlert.findMany({ where: { studyId }, orderBy: [{ lastAt: 'desc' }, { kind: 'asc' }] });
  return rows.map(({ kind, facts, count, firstAt, lastAt, seenAt }) => ({ kind, facts: fromJson<Record<string, unknown>>(facts), count, firstAt, lastAt, seenAt: seenAt ?? undefined }));
}

/** Alerts that nobody has seen, by study; studies without one are not in it. */
export async function countUnseenAlerts(db: Database): Promise<ReadonlyMap<string, number>> {
  const groups = await db.studyAlert.groupBy({ by: ['studyId'], where: { seenAt: null }, _count: { _all: true } });
  return new Map(groups.map(({ studyId, _count }) => [studyId, _count._all]));
}

/** An experimenter has seen an alert. */
export async function markAlertSeen(db: Database, { studyId, kind, now }: { readonly studyId: string; readonly kind: string; readonly now: Date }): Promise<void> {
  await db.studyAlert.updateMany({ where: { studyId, kind }, data: { seenAt: now } });
}

/** An alert that is to be sent now. */
export interface DueAlertMessage extends Pick<StudyAlertRecord, 'kind' | 'facts' | 'count' | 'firstAt' | 'lastAt'> {
  readonly studyId: string;
  readonly title: string;
  readonly alertUrl: string;
  /** Where this one fails nobody tries again, until the alert is raised anew. */
  readonly isLastAttempt: boolean;
}

/** Waits after each failed attempt: together nine hours. */
const waitMinutes = [1, 5, 15, 60, 180, 300] as const;

/** Takes the alerts that are due, moving each on first: of several processes one gets it. Those of studies without an address are due no more. */
export async function claimAlerts(db: Database, now: Date): Promise<readonly DueAlertMessage[]> {
  const due = await db.studyAlert.findMany({ where: { sendAt: { lte: now } }, orderBy: { sendAt: 'asc' }, take: 20, include: { study: { select: { alertUrl: true, configuration: true } } } });
  const claimed: DueAlertMessage[] = [];
  for (const { studyId, kind, facts, count, firstAt, lastAt, sendAt, sendAttemptCount, study } of due) {
    const minutes = study.alertUrl === '' ? undefined : waitMinutes[sendAttemptCount];
    const next = minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000);
    const moved = await db.studyAlert.updateMany({ where: { studyId, kind, sendAt }, data: { sendAt: next, sendAttemptCount: { increment: 1 } } });
    if (moved.count === 0 || study.alertUrl === '') continue;
    claimed.push({ studyId, kind, facts: fromJson<Record<string, unknown>>(facts), count, firstAt, lastAt, alertUrl: study.alertUrl, title: readStudyConfiguration(study.configuration).title, isLastAttempt: minutes === undefined });
  }
  return claimed;
}

/** The study's address has taken an alert. */
export async function recordAlertSent(db: Database, { studyId, kind, now }: { readonly studyId: string; readonly kind: string; readonly now: Date }): Promise<void> {
  await db.studyAlert.updateMany({ where: { studyId, kind }, data: { sendAt: null, sentAt: now, sendAttemptCount: 0 } });
}
