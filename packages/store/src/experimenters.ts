import type { Database } from './store.ts';
import { hashOfToken } from './secret-token.ts';

export interface ExperimenterRecord {
  readonly id: string;
  readonly email: string;
}

const PUBLIC = { id: true, email: true } as const;

/**
 * Creates the first account, or finds that there is one: then nothing changes, whatever its password.
 * `email` is compared in lower case.
 */
export async function createFirstExperimenter(db: Database, account: { readonly email: string; readonly passwordHash: string }): Promise<{ readonly created: boolean }> {
  if ((await db.experimenter.count()) > 0) return { created: false };
  const { count } = await db.experimenter.createMany({ data: [{ email: account.email.toLowerCase(), passwordHash: account.passwordHash }], skipDuplicates: true });
  return { created: count === 1 };
}

/** With the password's hash, to be checked and forgotten. */
export async function findExperimenterByEmail(db: Database, email: string): Promise<(ExperimenterRecord & { readonly passwordHash: string }) | undefined> {
  return (await db.experimenter.findUnique({ where: { email: email.toLowerCase() }, select: { ...PUBLIC, passwordHash: true } })) ?? undefined;
}

/** Remembers a sign-in by the hash of its token. */
export async function createSignIn(db: Database, signIn: { readonly token: string; readonly experimenterId: string; readonly expiresAt: Date }): Promise<void> {
  await db.signIn.create({ data: { tokenHash: hashOfToken(signIn.token), experimenterId: signIn.experimenterId, expiresAt: signIn.expiresAt } });
}

/** Whose token it is; nobody's where it has run out or was signed out. */
export async function findSignedIn(db: Database, token: string, now: Date): Promise<ExperimenterRecord | undefined> {
  const row = await db.signIn.findUnique({ where: { tokenHash: hashOfToken(token), expiresAt: { gt: now } }, select: { experimenter: { select: PUBLIC } } });
  return row?.experimenter;
}

/** Signs out; a token that is not known is as good as signed out. */
export async function deleteSignIn(db: Database, token: string): Promise<void> {
  await db.signIn.deleteMany({ where: { tokenHash: hashOfToken(token) } });
}
