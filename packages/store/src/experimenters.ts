import { AccountRole } from './generated/enums.ts';
import type { Database, Store } from './store.ts';

export { AccountRole };

export interface ExperimenterRecord {
  readonly id: string;
  readonly email: string;
  readonly role: AccountRole;
}

/** An account as owners see it. */
export interface AccountRecord extends ExperimenterRecord {
  readonly createdAt: Date;
  readonly deactivatedAt: Date | null;
  /** When somebody last did something with it; null where nobody is signed in any more. */
  readonly lastSeenAt: Date | null;
}

const PUBLIC = { id: true, email: true, role: true } as const;

/**
 * Creates the first account, an owner's, or finds that there is one: then nothing changes, whatever its password.
 * `email` is compared in lower case.
 */
export async function createFirstExperimenter(db: Database, account: { readonly email: string; readonly passwordHash: string }): Promise<{ readonly created: boolean }> {
  if ((await db.experimenter.count()) > 0) return { created: false };
  const { count } = await db.experimenter.createMany({ data: [{ email: account.email.toLowerCase(), passwordHash: account.passwordHash, role: AccountRole.owner }], skipDuplicates: true });
  return { created: count === 1 };
}

/** With the password's hash, to be checked and forgotten. Nobody where the account is deactivated. */
export async function findExperimenterByEmail(db: Database, email: string): Promise<(ExperimenterRecord & { readonly passwordHash: string }) | undefined> {
  return (await db.experimenter.findUnique({ where: { email: email.toLowerCase(), deactivatedAt: null }, select: { ...PUBLIC, passwordHash: true } })) ?? undefined;
}

/** Every account, the first one first. */
export async function listAccounts(db: Database): Promise<readonly AccountRecord[]> {
  const rows = await db.experimenter.findMany({
    orderBy: { createdAt: 'asc' },
    select: { ...PUBLIC, createdAt: true, deactivatedAt: true, signIns: { orderBy: { lastUsedAt: 'desc' }, take: 1, select: { lastUsedAt: true } }, apiTokens: { orderBy: { lastUsedAt: { sort: 'desc', nulls: 'last' } }, take: 1, select: { lastUsedAt: true } } },
  });
  return rows.map(({ signIns, apiTokens, ...account }) => ({ ...account, lastSeenAt: latest(signIns[0]?.lastUsedAt, apiTokens[0]?.lastUsedAt) }));
}

function latest(...moments: readonly (Date | null | undefined)[]): Date | null {
  return moments.reduce<Date | null>((found, moment) => (moment !== null && moment !== undefined && (found === null || moment > found) ? moment : found), null);
}

/** Why an account was not changed. */
export type AccountChangeRefusal = 'not_found' | 'last_owner';

/**
 * Changes what an account may do, or whether it may be used: one that is deactivated loses its sign-ins and tokens. An installation
 * always keeps an owner; that holds too for changes made at the same time.
 */
export async function changeAccount(store: Store, id: string, change: { readonly role?: AccountRole; readonly isActive?: boolean }, now: Date): Promise<AccountRecord | AccountChangeRefusal> {
  return store.transaction(async (tx) => {
    const owners = await tx.$queryRaw<{ id: string }[]>`SELECT "id" FROM "experimenter" WHERE "role" = 'owner' AND "deactivated_at" IS NULL ORDER BY "id" FOR UPDATE`;
    const found = await tx.experimenter.findUnique({ where: { id }, select: { deactivatedAt: true } });
    if (found === null) return 'not_found';
    const staysOwner = change.role === undefined || change.role === AccountRole.owner;
    if (owners.length === 1 && owners[0]?.id === id && (!staysOwner || change.isActive === false)) return 'last_owner';
    await tx.experimenter.update({
      where: { id },
      data: { ...(change.role !== undefined && { role: change.role }), ...(change.isActive !== undefined && { deactivatedAt: change.isActive ? null : (found.deactivatedAt ?? now) }) },
    });
    if (change.isActive === false) {
      await tx.signIn.deleteMany({ where: { experimenterId: id } });
      await tx.apiToken.deleteMany({ where: { experimenterId: id } });
    }
    return (await listAccounts(tx)).find((account) => account.id === id) ?? 'not_found';
  });
}

/**
 * Sets a password. Whoever is signed in with the earlier one is signed out, all but `keep`. API tokens stay where somebody changes
 * their own password, and go with `revokeTokens`, where an account is recovered: nobody knows who made them.
 */
export async function setPassword(
  store: Store,
  { experimenterId, passwordHash, keepSignInId, revokeTokens = false }: { readonly experimenterId: string; readonly passwordHash: string; readonly keepSignInId?: string | undefined; readonly revokeTokens?: boolean },
): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.experimenter.update({ where: { id: experimenterId }, data: { passwordHash } });
    await tx.signIn.deleteMany({ where: { experimenterId, ...(keepSignInId !== undefined && { id: { not: keepSignInId } }) } });
    await tx.signIn.updateMany({ where: { experimenterId }, data: { passwordIsShort: false } });
    if (revokeTokens) await tx.apiToken.deleteMany({ where: { experimenterId } });
  });
}
