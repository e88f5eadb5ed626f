import { RaterSessionState } from './generated/enums.ts';
import type { Database } from './store.ts';

/** One file of the blob store, as the database knows it. */
export interface BlobRecord {
  readonly hash: string;
  readonly byteCount: number;
  readonly mediaType: string;
}

/** Records files that are in the blob store already; those that are recorded stay as they are. */
export async function recordBlobs(db: Database, blobs: readonly BlobRecord[]): Promise<void> {
  await db.blob.createMany({ data: blobs.map(({ hash, byteCount, mediaType }) => ({ hash, byteCount, mediaType })), skipDuplicates: true });
}

/** What is recorded of a file, by its SHA-256. */
export async function findBlob(db: Database, hash: string): Promise<BlobRecord | undefined> {
  const row = await db.blob.findUnique({ where: { hash }, select: { hash: true, byteCount: true, mediaType: true } });
  return row ?? undefined;
}

/** The pictures that a launched study may show. */
export async function listStudyFiles(db: Database, studyId: string): Promise<readonly BlobRecord[]> {
  const rows = await db.studyFile.findMany({ where: { studyId }, select: { file: { select: { hash: true, byteCount: true, mediaType: true } } } });
  return rows.map(({ file }) => file);
}

/** Sessions that nobody goes on with need no pictures. A page that is open says so every minute. */
const openPageMs = 24 * 3_600_000;
const ended = [RaterSessionState.completed, RaterSessionState.no_consent, RaterSessionState.withdrawn, RaterSessionState.screened_out];

/**
 * Whether anybody may fetch this file by its hash: only while a page may be open that knows no other addresses. It is of a session that
 * began under a version before sessions had addresses of their own, has not ended, and was seen within a day; its study shows the file.
 */
export async function isPublicStimulus(db: Database, hash: string, now: Date): Promise<boolean> {
  const session = { asksByHash: true, state: { notIn: ended }, lastSeenAt: { gt: new Date(now.getTime() - openPageMs) } };
  return (await db.studyFile.findFirst({ where: { fileHash: hash, study: { sessions: { some: session } } }, select: { fileHash: true } })) !== null;
}
