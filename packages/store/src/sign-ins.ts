import type { ExperimenterRecord } from './experimenters.ts';
import { hashOfToken } from './secret-token.ts';
import type { Database } from './store.ts';

export interface NewSignIn {
  readonly token: string;
  readonly experimenterId: string;
  /** What the browser or program calls itself. */
  readonly device: string;
  readonly address: string;
  readonly passwordIsShort: boolean;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** A sign-in without its token. */
export interface SignInRecord {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/** When a sign-in ends by itself: at its `expiresAt`, or where it was not used since `idleSince`. */
export interface SignInEnds {
  readonly now: Date;
  readonly idleSince: Date;
}

/** A use is written down at most this often: every page asks several times a second. */
const USE_WRITTEN_EVERY_MS = 60_000;
const LISTED = { id: true, device: true, address: true, createdAt: true, lastUsedAt: true, expiresAt: true } as const;

/** Remembers a sign-in by the hash of its token. */
export async function createSignIn(db: Database, { token, now, ...signIn }: NewSignIn): Promise<{ readonly id: string }> {
  return db.signIn.create({ data: { ...signIn, tokenHash: hashOfToken(token), createdAt: now, lastUsedAt: now }, select: { id: true } });
}

/** Whose token it is, and notes the use; nobody's where it has ended, was signed out, or the account is deactivated. */
export async function findSignedIn(db: Database, token: string, { now, idleSince }: SignInEnds): Promise<{ readonly id: string; readonly experimenter: ExperimenterRecord; readonly passwordIsShort: boolean } | undefined> {
  const row = await db.signIn.findUnique({
    where: { tokenHash: hashOfToken(token), expiresAt: { gt: now }, lastUsedAt: { gt: idleSince }, experimenter: { deactivatedAt: null } },
    select: { id: true, lastUsedAt: true, passwordIsShort: true, experimenter: { select: { id: true, email: true, role: true } } },
  });
  if (row === null) return undefined;
  const { lastUsedAt, ...found } = row;
  if (now.getTime() - lastUsedAt.getTime() >= USE_WRITTEN_EVERY_MS) await db.signIn.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
  return found;
}

/** Those of an account that have not ended, the latest used first. */
export async function listSignIns(db: Database, experimenterId: string, { now, idleSince }: SignInEnds): Promise<readonly SignInRecord[]> {
  return db.signIn.findMany({ where: { experimenterId, expiresAt: { gt: now }, lastUsedAt: { gt: idleSince } }, orderBy: { lastUsedAt: 'desc' }, select: LISTED });
}

/** Ends one sign-in of an account. @returns whether there was one */
export async function deleteSignIn(db: Database, which: { readonly experimenterId: string; readonly id: string }): Promise<boolean> {
  return (await db.signIn.deleteMany({ where: which })).count > 0;
}

/** Ends all sign-ins of an account but one. @returns how many */
export async function deleteOtherSignIns(db: Database, { experimenterId, keepId }: { readonly experimenterId: string; readonly keepId: string }): Promise<number> {
  return (await db.signIn.deleteMany({ where: { experimenterId, id: { not: keepId } } })).count;
}

/** Removes what has ended. */
export async function deleteEndedSignIns(db: Database, { now, idleSince }: SignInEnds): Promise<void> {
  await db.signIn.deleteMany({ where: { OR: [{ expiresAt: { lte: now } }, { lastUsedAt: { lte: idleSince } }] } });
}
