import type { Database } from './store.ts';

/** Attempts under one key so far. */
export interface AttemptCount {
  readonly count: number;
  /** They are forgotten then. */
  readonly until: Date;
}

/** Counts one more attempt under a key, in one statement, so that attempts made at the same time all count. A key whose time is over begins anew. */
export async function countAttempt(db: Database, { keyHash, now, until }: { readonly keyHash: string; readonly now: Date; readonly until: Date }): Promise<AttemptCount> {
  const rows = await db.$queryRaw<AttemptCount[]>`
    INSERT INTO "sign_in_attempt" AS a ("key_hash", "count", "until") VALUES (${keyHash}, 1, ${until})
    ON CONFLICT ("key_hash") DO UPDATE SET
      "count" = CASE WHEN a."until" <= ${now} THEN 1 ELSE LEAST(a."count", 1000000) + 1 END,
      "until" = CASE WHEN a."until" <= ${now} THEN ${until} ELSE a."until" END
    RETURNING "count", "until"`;
  if (rows[0] === undefined) throw new Error('Counting an attempt gave no row.');
  return rows[0];
}

/** Takes one attempt back from keys that others share. */
export async function uncountAttempt(db: Database, keyHashes: readonly string[]): Promise<void> {
  await db.signInAttempt.updateMany({ where: { keyHash: { in: [...keyHashes] }, count: { gt: 0 } }, data: { count: { decrement: 1 } } });
}

/** Forgets keys, whatever was counted under them. */
export async function forgetAttempts(db: Database, keyHashes: readonly string[]): Promise<void> {
  await db.signInAttempt.deleteMany({ where: { keyHash: { in: [...keyHashes] } } });
}

/** Removes keys whose time is over. */
export async function deleteExpiredAttempts(db: Database, now: Date): Promise<void> {
  await db.signInAttempt.deleteMany({ where: { until: { lte: now } } });
}

/** Whether a browser has signed in to this account before. */
export async function isKnownDevice(db: Database, device: { readonly experimenterId: string; readonly deviceHash: string }): Promise<boolean> {
  return (await db.knownDevice.count({ where: device })) > 0;
}

/** Remembers that a browser has signed in to this account. */
export async function rememberDevice(db: Database, { now, ...device }: { readonly experimenterId: string; readonly deviceHash: string; readonly now: Date }): Promise<void> {
  await db.knownDevice.upsert({ where: { experimenterId_deviceHash: device }, create: { ...device, lastUsedAt: now }, update: { lastUsedAt: now } });
}

/** Removes browsers that have not signed in since `then`. */
export async function deleteOldDevices(db: Database, then: Date): Promise<void> {
  await db.knownDevice.deleteMany({ where: { lastUsedAt: { lt: then } } });
}
