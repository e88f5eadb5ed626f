import { servedEmbeddedDatabase, startEmbeddedDatabase } from './embedded-database.ts';
import type { Settings } from './settings.ts';
import { StoreError } from './store-error.ts';

export interface ReachedDatabase {
  readonly databaseUrl: string;
  /** Whether it is an embedded one that Lookalike has open at the moment. */
  readonly isServedByAnother: boolean;
  /** Ends the database where it was started for this alone. */
  close(): Promise<void>;
}

/**
 * The database that `lookalike start` works with under the same settings, for a command that works on it directly: the one that DATABASE_URL
 * names; else the embedded one, through the process that serves it, or started for this command where none does.
 * @throws StoreError store.database_in_use where a process has it but does not serve it yet, store.database_damaged
 */
export async function reachDatabase({ databaseUrl, databaseDirectory }: Pick<Settings, 'databaseUrl' | 'databaseDirectory'>): Promise<ReachedDatabase> {
  if (databaseUrl !== undefined) return { databaseUrl, isServedByAnother: false, close: async () => undefined };
  try {
    const { databaseUrl: started, close } = await startEmbeddedDatabase({ directory: databaseDirectory });
    return { databaseUrl: started, isServedByAnother: false, close };
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'store.database_in_use') throw error;
    const served = await servedEmbeddedDatabase(databaseDirectory);
    if (served === undefined) throw error;
    return { databaseUrl: served, isServedByAnother: true, close: async () => undefined };
  }
}
