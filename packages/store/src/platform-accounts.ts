import type { Secrets } from '@lookalike/secrets';
import type { Database } from './store.ts';

/** What the installation's key is used for here. */
export const TOKEN = 'platform token';
export const HOOKS = 'platform hooks';

/** Of whose programs a study has a key. */
export type AccountPlatform = 'prolific' | 'sona';

/** A study's key to a platform's programs, without the key. */
export interface PlatformAccountRecord {
  readonly studyId: string;
  readonly platform: AccountPlatform;
  /** Whose it is, as the platform says; empty where it does not. */
  readonly holder: string;
  readonly savedBy: string;
  readonly savedAt: Date;
  readonly hasHooks: boolean;
  /** When its submissions were last read, and why the last reading failed. */
  readonly readAt: Date | undefined;
  readonly readFault: string | undefined;
}

export interface PlatformHooks {
  /** Signs the platform's messages. */
  readonly secret: string;
  readonly subscriptionIds: readonly string[];
}

interface AccountKey {
  readonly studyId: string;
  readonly platform: AccountPlatform;
}

const keyOf = ({ studyId, platform }: AccountKey) => ({ studyId_platform: { studyId, platform } });

/** Saves a token in the place of an earlier one. @param nextReadAt from when on its submissions are read; undefined: never */
export async function savePlatformAccount(db: Database, secrets: Secrets, account: AccountKey & { readonly token: string; readonly holder: string; readonly savedBy: string; readonly now: Date; readonly nextReadAt?: Date }): Promise<void> {
  const { studyId, platform, token, holder, savedBy, now, nextReadAt } = account;
  const said = { sealedToken: secrets.encrypt(TOKEN, token), holder, savedBy, savedAt: now, readFault: null, nextReadAt: nextReadAt ?? null };
  await db.platformAccount.upsert({ where: keyOf(account), create: { studyId, platform, ...said }, update: said });
}

export async function findPlatformAccount(db: Database, key: AccountKey): Promise<PlatformAccountRecord | undefined> {
  const row = await db.platformAccount.findUnique({ where: keyOf(key) });
  if (row === null) return undefined;
  const { studyId, holder, savedBy, savedAt, sealedHooks, readAt, readFault } = row;
  return { studyId, platform: key.platform, holder, savedBy, savedAt, hasHooks: sealedHooks !== null, readAt: readAt ?? undefined, readFault: readFault ?? undefined };
}

/** The token itself, for a request to the platform and nothing else. @throws SecretsError secrets.key_unknown, secrets.unreadable */
export async function openPlatformToken(db: Database, secrets: Secrets, key: AccountKey): Promise<string | undefined> {
  const row = await db.platformAccount.findUnique({ where: keyOf(key), select: { sealedToken: true } });
  return row === null ? undefined : secrets.decrypt(TOKEN, row.sealedToken);
}

/** @returns whether there was one */
export async function deletePlatformAccount(db: Database, { studyId, platform }: AccountKey): Promise<boolean> {
  return (await db.platformAccount.deleteMany({ where: { studyId, platform } })).count > 0;
}

/** Undefined ends them. */
export async function savePlatformHooks(db: Database, secrets: Secrets, { hooks, ...key }: AccountKey & { readonly hooks: PlatformHooks | undefined }): Promise<void> {
  await db.platformAccount.update({ where: keyOf(key), data: { sealedHooks: hooks === undefined ? null : secrets.encrypt(HOOKS, JSON.stringify(hooks)) } });
}

export async function openPlatformHooks(db: Database, secrets: Secrets, key: AccountKey): Promise<PlatformHooks | undefined> {
  const row = await db.platformAccount.findUnique({ where: keyOf(key), select: { sealedHooks: true } });
  return row === null || row.sealedHooks === null ? undefined : (JSON.parse(secrets.decrypt(HOOKS, row.sealedHooks)) as PlatformHooks); // Only savePlatformHooks writes it.
}

/** Studies whose submissions are due to be read. */
export async function studiesToRead(db: Database, now: Date): Promise<readonly string[]> {
  const rows = await db.platformAccount.findMany({ where: { platform: 'prolific', nextReadAt: { lte: now } }, orderBy: { nextReadAt: 'asc' }, select: { studyId: true } });
  return rows.map(({ studyId }) => studyId);
}

/** Takes a study that is due, by saying when it is due again: of several processes one gets it. @returns whether it is this one */
export async function claimReading(db: Database, { studyId, now, nextReadAt }: { readonly studyId: string; readonly now: Date; readonly nextReadAt: Date | undefined }): Promise<boolean> {
  const { count } = await db.platformAccount.updateMany({ where: { studyId, platform: 'prolific', nextReadAt: { lte: now } }, data: { nextReadAt: nextReadAt ?? null } });
  return count > 0;
}

/** Has a watched study read soon: by then, or earlier where it is due earlier. */
export async function hastenReading(db: Database, studyId: string, at: Date): Promise<void> {
  await db.platformAccount.updateMany({ where: { studyId, platform: 'prolific', nextReadAt: { gt: at } }, data: { nextReadAt: at } });
}

/** How a reading went. */
export async function recordReading(db: Database, { studyId, now, fault }: { readonly studyId: string; readonly now: Date; readonly fault: string | undefined }): Promise<void> {
  await db.platformAccount.updateMany({ where: { studyId, platform: 'prolific' }, data: fault === undefined ? { readAt: now, readFault: null } : { readFault: fault } });
}

const eventDays = 3;

/** Takes a platform's message. @returns false where it was taken before */
export async function takePlatformEvent(db: Database, { studyId, eventId, now }: { readonly studyId: string; readonly eventId: string; readonly now: Date }): Promise<boolean> {
  await db.platformEvent.deleteMany({ where: { studyId, receivedAt: { lt: new Date(now.getTime() - eventDays * 24 * 60 * 60_000) } } });
  return (await db.platformEvent.createMany({ data: [{ studyId, eventId, receivedAt: now }], skipDuplicates: true })).count > 0;
}
