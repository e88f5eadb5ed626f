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

/** Whether anybody may fetch this file as a stimulus: a study that was launched shows it. */
export async function isPublicStimulus(db: Database, hash: string): Promise<boolean> {
  return (await db.studyFile.findFirst({ where: { fileHash: hash }, select: { fileHash: true } })) !== null;
}
