import type { Database } from './store.ts';

/** Removes what experimenters wrote of these sessions, from their log too: it may name a rater who is to be forgotten. That it was done, and by whom, stays where something else is left of it. */
export async function forgetTexts(db: Database, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  await db.raterSession.updateMany({ where: { id: { in: [...sessionIds] }, OR: [{ note: { not: '' } }, { excludedBecause: { not: null } }] }, data: { note: '', excludedBecause: null, version: { increment: 1 } } });
  await db.$executeRaw`UPDATE "session_change" SET "change" = "change" - 'note' - 'excludedBecause' WHERE "session_id" = ANY(${[...sessionIds]}::uuid[]) AND "change" ?| ARRAY['note', 'excludedBecause']`;
  await db.$executeRaw`DELETE FROM "session_change" WHERE "session_id" = ANY(${[...sessionIds]}::uuid[]) AND "change" = '{}'::jsonb`;
}
