import { appendAuditEntry, listAuditEntries, type NewAuditEntry } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import type { AuditAction } from '../../http/audit-action.ts';
import type { AuditLogView } from './schemas.ts';

/** What is written of something that somebody did; when is the log's own affair. */
export interface AuditRecord extends Omit<NewAuditEntry, 'at'> {
  readonly action: AuditAction;
}

export interface AuditLogService {
  record(entry: AuditRecord): Promise<void>;
  /** The newest first. @param page.before `next` of the page before */
  page(page: { readonly before?: string | undefined; readonly limit: number }): Promise<AuditLogView>;
}

export function auditLogService({ store, now }: Pick<Dependencies, 'store' | 'now'>): AuditLogService {
  return {
    record: (entry) => appendAuditEntry(store.prisma, { ...entry, at: now() }),
    async page({ before, limit }) {
      // One more than asked for says whether there is another page.
      const found = await listAuditEntries(store.prisma, { before, limit: limit + 1 });
      const entries = found.slice(0, limit);
      return {
        entries: entries.map(({ at, facts, ...entry }) => ({ ...entry, at: at.toISOString(), facts: { ...facts } })),
        next: found.length > limit ? (entries.at(-1)?.id ?? null) : null,
      };
    },
  };
}
