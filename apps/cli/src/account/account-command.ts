import { AccountRole, listAccounts } from '@lookalike/store';
import { Argument, Command, Option } from 'commander';
import { inviteByLink, resetPassword, setRole } from './account-actions.ts';
import { withDatabase } from './with-database.ts';

const roles = Object.values(AccountRole);
const now = (): Date => new Date();

/** `lookalike account`: for whoever is locked out, and may use the server's own terminal. */
export function accountCommand(say: (line: string) => void): Command {
  const command = new Command('account').description('accounts, on the database itself, with the settings of "start"; for the locked out');

  command.command('list').description('every account, with its role and whether it is in use').action(() =>
    withDatabase(async ({ store }) => {
      for (const { email, role, deactivatedAt } of await listAccounts(store.prisma)) say(`${email}  ${role}${deactivatedAt === null ? '' : '  deactivated'}`);
    }),
  );

  command
    .command('reset-password')
    .argument('<e-mail>')
    .description('a new password, printed once; ends the account’s sign-ins and takes its API tokens back')
    .action((email: string) =>
      withDatabase(async ({ store }) => say(`New password of ${email}: ${await resetPassword({ store, now }, email)}\nShown only now. Its sign-ins have ended and its API tokens no longer count.`)),
    );

  command
    .command('invite')
    .argument('<e-mail>')
    .addOption(new Option('--role <role>', 'what the account may do').choices(roles).default(AccountRole.experimenter))
    .description('a link with which somebody makes their account, once, within seven days')
    .action((email: string, { role }: { role: AccountRole }) =>
      withDatabase(async ({ store, settings: { publicUrl } }) => {
        const { url, expiresAt } = await inviteByLink({ store, now }, { email, role, publicUrl });
        say(`${url}\nCounts once, until ${expiresAt.toISOString()}.`);
      }),
    );

  command
    .command('role')
    .argument('<e-mail>')
    .addArgument(new Argument('<role>', 'what the account may do').choices(roles))
    .description('changes what an account may do; one that was deactivated counts again')
    .action((email: string, role: AccountRole) =>
      withDatabase(async ({ store }) => {
        const changed = await setRole({ store, now }, { email, role });
        say(`${changed.email}  ${changed.role}`);
      }),
    );

  return command;
}
