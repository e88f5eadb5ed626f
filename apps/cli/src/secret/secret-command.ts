import { loadSecrets, readSettings, requireSameSecret, resealAll, rotateSecretFile } from '@lookalike/store';
import { Command } from 'commander';
import { withDatabase } from '../account/with-database.ts';

/** `lookalike secret`: the installation's key. It is never printed, only its public name. */
export function secretCommand(say: (line: string) => void): Command {
  const command = new Command('secret').description('the installation’s key: says by its public name which one is in use').action(async () => {
    const settings = readSettings(process.env);
    const { keyId, keyIds } = await loadSecrets(settings);
    say(`${keyId}  in use, ${settings.secret === undefined ? `from ${settings.secretFile}` : 'from LOOKALIKE_SECRET'}`);
    for (const earlier of keyIds.slice(1)) say(`${earlier}  earlier, still read`);
  });

  command
    .command('rotate')
    .description('puts a new key before the old ones in the data folder’s file and encrypts anew what those had encrypted; stop API and workers first, they read the file when they start')
    .action(() =>
      withDatabase(async ({ store, settings }) => {
        // A file that is not the database's must not become it.
        await requireSameSecret(store.prisma, await loadSecrets(settings));
        const secrets = await rotateSecretFile(settings);
        await requireSameSecret(store.prisma, secrets);
        say(`${secrets.keyId}  in use from the next start of the API on, in ${settings.secretFile}\n${await resealAll(store, secrets)} stored values encrypted with it\nThe old keys stay in the file after it: links that they signed and people whom they recognise still count.`);
      }, { onlyStopped: true }),
    );

  command
    .command('reseal')
    .description('encrypts anew, with the key in use, what earlier keys had encrypted; after LOOKALIKE_SECRET was changed and every process started again')
    .action(() =>
      withDatabase(async ({ store, settings }) => {
        const secrets = await loadSecrets(settings);
        await requireSameSecret(store.prisma, secrets);
        say(`${await resealAll(store, secrets)} stored values encrypted with the key ${secrets.keyId}`);
      }),
    );

  return command;
}
