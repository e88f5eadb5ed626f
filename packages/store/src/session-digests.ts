import type { SessionDigest } from '@lookalike/study';
import { toJson } from './json-column.ts';
import type { Database } from './store.ts';

/** Reasons of the rules that a session fails, for filters. */
export function flagsOf({ flags }: SessionDigest): string[] {
  return flags.map(({ reason }) => reason);
}

/** Sessions with answers of which nobody made a digest: those of earlier versions. */
export async function listUndigestedSessions(db: Database, { studyId, take }: { readonly studyId: string; readonly take: number }): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "rater_session" WHERE "study_id" = ${studyId}::uuid AND "digest" IS NULL AND "started_at" IS NOT NULL AND "withdrawn_at" IS NULL LIMIT ${take}`;
  return rows.map(({ id }) => id);
}

/** Keeps a session's digest, unless answers came meanwhile and brought theirs. */
export async function saveSessionDigest(db: Database, { sessionId, version, digest }: { readonly sessionId: string; readonly version: number; readonly digest: SessionDigest }): Promise<void> {
  await db.raterSession.updateMany({ where: { id: sessionId, version }, data: { digest: toJson(digest), flags: flagsOf(digest) } });
}
