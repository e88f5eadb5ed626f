import { fromJson, toJson } from './json-column.ts';
import type { Database } from './store.ts';

/** Something that the experimenter should know of a study under way. */
export interface StudyAlertRecord {
  /** Such as link_unfilled or entries_limited. */
  readonly kind: string;
  /** Of the last time. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** When an experimenter said that they have seen it; undefined where it has happened again since. */
  readonly seenAt: Date | undefined;
}

/** Raises an alert, or counts it up. */
export async function raiseAlert(db: Database, { studyId, kind, facts, now }: { readonly studyId: string; readonly kind: string; readonly facts: Readonly<Record<string, unknown>>; readonly now: Date }): Promise<void> {
  const said = { facts: toJson(facts), lastAt: now, seenAt: null };
  await db.studyAlert.upsert({ where: { studyId_kind: { studyId, kind } }, create: { studyId, kind, firstAt: now, ...said }, update: { ...said, count: { increment: 1 } } });
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
