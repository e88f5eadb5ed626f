import { migrate, openStore, reachDatabase, readSettings, type Settings, type Store } from '@lookalike/store';

/** Works on the database that `lookalike start` works with under the same settings, whether it is up or not, and lets go of it afterwards. */
export async function withDatabase<T>(work: (given: { readonly store: Store; readonly settings: Settings }) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env);
  const database = await reachDatabase(settings);
  try {
    await migrate(database.databaseUrl, settings.migrationsDirectory);
    const store = openStore(database);
    return await work({ store, settings }).finally(() => store.close());
  } finally {
    await database.close();
  }
}
