import { migrate, openStore, reachDatabase, readSettings, type Settings, type Store } from '@lookalike/store';
import { CliError } from '../cli-error.ts';

/** Works on the database that `lookalike start` works with under the same settings, whether it is up or not, and lets go of it afterwards. @throws CliError cli.platform_running with `onlyStopped` */
export async function withDatabase<T>(work: (given: { readonly store: Store; readonly settings: Settings }) => Promise<T>, { onlyStopped = false }: { readonly onlyStopped?: boolean } = {}): Promise<T> {
  const settings = readSettings(process.env);
  const database = await reachDatabase(settings);
  try {
    if (onlyStopped && database.isServedByAnother) throw new CliError('cli.platform_running', `Lookalike is running on ${settings.dataDirectory}. Stop it first: it would not know of what this changes.`);
    await migrate(database.databaseUrl, settings.migrationsDirectory);
    const store = openStore(database);
    return await work({ store, settings }).finally(() => store.close());
  } finally {
    await database.close();
  }
}
