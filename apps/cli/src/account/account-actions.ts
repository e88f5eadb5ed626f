import { hashPassword, randomPassword } from '@lookalike/secrets';
import { appendAuditEntry, changeAccount, createInvitation, findExperimenterByEmail, invitationUrl, listAccounts, newSecretToken, setPassword, type AccountRecord, type AccountRole, type Store } from '@lookalike/store';
import { CliError } from '../cli-error.ts';

export interface AccountTools {
  readonly store: Store;
  readonly now: () => Date;
}

/** What the log calls somebody at the server's own terminal. */
const commandLine = 'command line';

/**
 * Gives an account a new password for somebody who cannot get in. Its sign-ins end and its API tokens are taken back: nobody knows who
 * made them. What was tried in vain keeps no one waiting with the new password on a device that signed in before.
 * @throws CliError cli.account_unknown
 */
export async function resetPassword({ store, now }: AccountTools, email: string): Promise<string> {
  const { id } = await activeAccount(store, email);
  const password = randomPassword();
  await setPassword(store, { experimenterId: id, passwordHash: await hashPassword(password), revokeTokens: true });
  // Attempts are kept under hashes that say nothing: to let this account in, all are forgotten.
  await store.prisma.signInAttempt.deleteMany();
  await log({ store, now }, 'password.reset', { email: email.toLowerCase() });
  return password;
}

/** Invites somebody by a link that counts once. @throws CliError cli.account_exists */
export async function inviteByLink({ store, now }: AccountTools, { email, role, publicUrl }: { readonly email: string; readonly role: AccountRole; readonly publicUrl: string }): Promise<{ readonly url: string; readonly expiresAt: Date }> {
  const token = newSecretToken();
  const made = await createInvitation(store, { token, email, role, invitedBy: commandLine, now: now() });
  if (made === undefined) throw new CliError('cli.account_exists', `${email} has an account. "lookalike account role" changes what it may do, "lookalike account reset-password" gives it a new password.`, { email });
  await log({ store, now }, 'account.invited', { email: made.email, role });
  return { url: invitationUrl(publicUrl, token), expiresAt: made.expiresAt };
}

/** Changes what an account may do; an account that was deactivated counts again. @throws CliError cli.account_unknown, cli.last_owner */
export async function setRole({ store, now }: AccountTools, { email, role }: { readonly email: string; readonly role: AccountRole }): Promise<AccountRecord> {
  const account = (await listAccounts(store.prisma)).find((each) => each.email === email.toLowerCase());
  const changed = account === undefined ? 'not_found' : await changeAccount(store, account.id, { role, isActive: true }, now());
  if (changed === 'not_found') throw unknownAccount(email);
  if (changed === 'last_owner') throw new CliError('cli.last_owner', `${email} is the only owner, and without one nobody could manage accounts. Make another account an owner first.`, { email });
  await log({ store, now }, 'account.changed', { email: changed.email, role, isActive: true });
  return changed;
}

async function activeAccount(store: Store, email: string): Promise<{ readonly id: string }> {
  const found = await findExperimenterByEmail(store.prisma, email);
  if (found === undefined) throw unknownAccount(email);
  return found;
}

function unknownAccount(email: string): CliError {
  return new CliError('cli.account_unknown', `No account that is in use has the e-mail ${email}. "lookalike account list" shows them all.`, { email });
}

async function log({ store, now }: AccountTools, action: string, facts: Readonly<Record<string, unknown>>): Promise<void> {
  await appendAuditEntry(store.prisma, { at: now(), actor: commandLine, token: null, action, facts, address: '', device: '' });
}
