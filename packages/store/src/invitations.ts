import type { AccountRole } from './generated/enums.ts';
import { hashOfToken } from './secret-token.ts';
import type { Database, Store } from './store.ts';
import { isUniqueViolation } from './unique-violation.ts';

export interface NewInvitation {
  readonly token: string;
  readonly email: string;
  readonly role: AccountRole;
  /** E-mail of who invites. */
  readonly invitedBy: string;
  readonly now: Date;
}

/** An invitation without its token. */
export interface InvitationRecord {
  readonly id: string;
  readonly email: string;
  readonly role: AccountRole;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const LISTED = { id: true, email: true, role: true, invitedBy: true, createdAt: true, expiresAt: true } as const;

/** So long does an invitation count. */
const invitationDays = 7;

/** The page on which an invitation is accepted. What follows the # reaches no server. */
export function invitationUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/console/invitation#${token}`;
}

/** Invites somebody; an earlier invitation of the same address no longer counts. @returns undefined where the address has an account */
export async function createInvitation(store: Store, { token, email, now, ...rest }: NewInvitation): Promise<InvitationRecord | undefined> {
  const address = email.toLowerCase();
  return store.transaction(async (tx) => {
    if ((await tx.experimenter.count({ where: { email: address } })) > 0) return undefined;
    await tx.invitation.deleteMany({ where: { email: address } });
    return tx.invitation.create({ data: { ...rest, email: address, tokenHash: hashOfToken(token), createdAt: now, expiresAt: new Date(now.getTime() + invitationDays * 24 * 60 * 60_000) }, select: LISTED });
  });
}

/** The invitation of a link; none where it was used, taken back, or has run out. */
export async function findInvitation(db: Database, token: string, now: Date): Promise<InvitationRecord | undefined> {
  return (await db.invitation.findUnique({ where: { tokenHash: hashOfToken(token), expiresAt: { gt: now } }, select: LISTED })) ?? undefined;
}

/** Makes the account that an invitation is for, once: of two who use the link at the same time one gets it. @returns undefined where the link does not count */
export async function acceptInvitation(store: Store, { token, passwordHash, now }: { readonly token: string; readonly passwordHash: string; readonly now: Date }): Promise<{ readonly id: string; readonly email: string; readonly role: AccountRole } | undefined> {
  try {
    return await store.transaction(async (tx) => {
      const found = await findInvitation(tx, token, now);
      if (found === undefined || (await tx.invitation.deleteMany({ where: { id: found.id } })).count === 0) return undefined;
      return tx.experimenter.create({ data: { email: found.email, role: found.role, passwordHash, createdAt: now }, select: { id: true, email: true, role: true } });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return undefined; // Somebody made the account in another way meanwhile.
    throw error;
  }
}

/** Those that still count, the newest first. */
export async function listInvitations(db: Database, now: Date): Promise<readonly InvitationRecord[]> {
  return db.invitation.findMany({ where: { expiresAt: { gt: now } }, orderBy: { createdAt: 'desc' }, select: LISTED });
}

/** Takes an invitation back. @returns whom it was for; undefined where there is none */
export async function deleteInvitation(db: Database, id: string): Promise<string | undefined> {
  const found = await db.invitation.findUnique({ where: { id }, select: { email: true } });
  await db.invitation.deleteMany({ where: { id } });
  return found?.email;
}

/** Removes those that have run out. */
export async function deleteExpiredInvitations(db: Database, now: Date): Promise<void> {
  await db.invitation.deleteMany({ where: { expiresAt: { lte: now } } });
}
