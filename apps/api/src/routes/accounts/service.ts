import { hashPassword } from '@lookalike/secrets';
import { acceptInvitation, changeAccount, createInvitation, deleteInvitation, findInvitation, invitationUrl, listAccounts, listInvitations, newSecretToken, type AccountRecord, type InvitationRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { requireLongPassword } from '../account/service.ts';
import type { ExperimenterView } from '../sign-in/schemas.ts';
import type { AccountChange, AccountView, InvitationRequest, InvitationView, OpenInvitationView } from './schemas.ts';

/** What owners do with accounts, and how somebody who was invited gets theirs. */
export interface AccountsService {
  accounts(): Promise<AccountView[]>;
  /** @throws ApiError account.not_found, account.last_owner */
  change(accountId: string, change: AccountChange): Promise<AccountView>;
  invitations(): Promise<InvitationView[]>;
  /** @throws ApiError account.email_taken */
  invite(request: InvitationRequest, invitedBy: string): Promise<{ invitation: InvitationView; url: string }>;
  /** @returns whom it was for @throws ApiError account.invitation_not_found */
  withdraw(invitationId: string): Promise<string>;
  /** @throws ApiError account.invitation_not_found */
  openInvitation(token: string): Promise<OpenInvitationView>;
  /** @throws ApiError account.invitation_not_found, account.password_too_short */
  accept(acceptance: { readonly token: string; readonly password: string }): Promise<ExperimenterView>;
}

export function accountsService({ store, publicUrl, now }: Pick<Dependencies, 'store' | 'publicUrl' | 'now'>): AccountsService {
  return {
    accounts: async () => (await listAccounts(store.prisma)).map(toAccountView),

    async change(accountId, change) {
      const changed = await changeAccount(store, accountId, change, now());
      if (changed === 'not_found') throw new ApiError('account.not_found', 'There is no such account.', { fix: 'Read the list of accounts again.' });
      if (changed === 'last_owner') throw new ApiError('account.last_owner', 'This is the only owner: without one nobody could manage accounts.', { fix: 'Make another account an owner first.' });
      return toAccountView(changed);
    },

    invitations: async () => (await listInvitations(store.prisma, now())).map(toInvitationView),

    async invite({ email, role }, invitedBy) {
      const token = newSecretToken();
      const invitation = await createInvitation(store, { token, email, role, invitedBy, now: now() });
      if (invitation === undefined) throw new ApiError('account.email_taken', `${email} has an account.`, { fix: 'Change its role in the list of accounts. A forgotten password is replaced with "lookalike account reset-password".' });
      return { invitation: toInvitationView(invitation), url: invitationUrl(publicUrl, token) };
    },

    async withdraw(invitationId) {
      const email = await deleteInvitation(store.prisma, invitationId);
      if (email === undefined) throw invitationNotFound();
      return email;
    },

    async openInvitation(token) {
      const found = await findInvitation(store.prisma, token, now());
      if (found === undefined) throw invitationNotFound();
      const { email, role, invitedBy, expiresAt } = found;
      return { email, role, invitedBy, expiresAt: expiresAt.toISOString() };
    },

    async accept({ token, password }) {
      requireLongPassword(password);
      // Strangers must not make the server hash for nothing.
      if ((await findInvitation(store.prisma, token, now())) === undefined) throw invitationNotFound();
      const account = await acceptInvitation(store, { token, passwordHash: await hashPassword(password), now: now() });
      if (account === undefined) throw invitationNotFound();
      return account;
    },
  };
}

function invitationNotFound(): ApiError {
  return new ApiError('account.invitation_not_found', 'This invitation does not count any more: it was used, taken back, or is too old.', { fix: 'Ask whoever invited you for a new one.' });
}

function toAccountView({ createdAt, deactivatedAt, lastSeenAt, ...account }: AccountRecord): AccountView {
  return { ...account, createdAt: createdAt.toISOString(), isActive: deactivatedAt === null, lastSeenAt: lastSeenAt?.toISOString() ?? null };
}

function toInvitationView({ createdAt, expiresAt, ...invitation }: InvitationRecord): InvitationView {
  return { ...invitation, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
