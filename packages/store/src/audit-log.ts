import { fromJson, toJson } from './json-column.ts';
import type { Database } from './store.ts';

/** Who did what, when, from where. */
export interface NewAuditEntry {
  readonly at: Date;
  /** E-mail of the account, what stands for the command line, or empty for a stranger. */
  readonly actor: string;
  /** The name of the API token that it was done with; null: without. */
  readonly token: string | null;
  /** Such as `study.launched`. */
  readonly action: string;
  /** What it was done to, and how. Never a secret, nor what a platform calls a rater. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly device: string;
}

export interface AuditEntryRecord extends NewAuditEntry {
  readonly id: string;
}

/** Appends to the log; nothing in it is changed. */
export async function appendAuditEntry(db: Database, { facts, ...entry }: NewAuditEntry): Promise<void> {
  await db.auditEntry.create({ data: { ...entry, facts: toJson(facts) } });
}

/** A page of the log, the newest first. @param before the id of the last entry of the page before; absent: the first page */
export async function listAuditEntries(db: Database, { before, limit }: { readonly before?: string | undefined; readonly limit: number }): Promise<readonly AuditEntryRecord[]> {
  const rows = await db.auditEntry.findMany({ where: before === undefined ? {} : { id: { lt: before } }, orderBy: { id: 'desc' }, take: limit });
  return rows.map(({ facts, ...row }) => ({ ...row, facts: fromJson<Record<string, unknown>>(facts) }));
}

/** Removes entries from before `then`. */
export async function deleteOldAuditEntries(db: Database, then: Date): Promise<void> {
  await db.auditEntry.deleteMany({ where: { at: { lt: then } } });
}
