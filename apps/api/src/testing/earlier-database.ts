import { readFileSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { migrate } from '@lookalike/store';
import { createTestDatabase, MIGRATIONS, type TestDatabase } from '@lookalike/store/testing';
import pg from 'pg';

/** A database as the code of 1 December 2026, before conditions were, had written it, and what that code made of it. */
export interface EarlierDatabase {
  /** Those that the code knew. */
  readonly migrations: readonly string[];
  readonly studies: { readonly live: string; readonly closed: string; readonly draft: string };
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly tokens: Readonly<Record<string, { readonly sessionId: string; readonly token: string }>>;
  /** RaterSessionView of each of `tokens`, in the shape of then. */
  readonly views: Readonly<Record<string, EarlierView>>;
  /** By study. */
  readonly expected: Readonly<Record<string, { readonly csv: string; readonly results: EarlierResults; readonly resultsOfSimulated: EarlierResults; readonly study: { readonly stimuliHash?: string; readonly tripletsHash: string; readonly configurationHash: string; readonly raterUrl: string } }>>;
  /** What a page that was open during the move sends. */
  readonly openPage: { readonly sessionId: string; readonly token: string; readonly body: { readonly responses: readonly { readonly responseId: string; readonly trialIndex: number }[] } };
}

export interface EarlierView {
  readonly state: string;
  readonly trials: readonly { readonly trialIndex: number; readonly blockIndex: number; readonly phase: string; readonly round: number; readonly queryUrl: string; readonly leftUrl: string; readonly rightUrl: string }[];
  readonly answered: readonly object[];
  readonly nextTrialIndex: number | null;
  readonly progress: object;
  readonly consentHash: string;
  readonly completion?: { readonly code: string; readonly redirectUrl: string | null };
}

export interface EarlierResults {
  readonly scores: readonly { readonly network: { readonly id: string; readonly name: string }; readonly score: { readonly estimate: number | null; readonly n: object } }[];
  readonly quality: Readonly<Record<string, unknown>>;
}

export function readEarlierDatabase(): EarlierDatabase {
  return JSON.parse(readFileSync(new URL('../../fixtures/database-20261201.json', import.meta.url), 'utf8')) as EarlierDatabase;
}

/** A database with those rows, taken through the migrations that came since. */
export async function restoreEarlierDatabase({ migrations, tables }: EarlierDatabase): Promise<TestDatabase> {
  const database = await createTestDatabase({ migrated: false });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lookalike-migrations-'));
  for (const name of [...migrations, 'migration_lock.toml']) await cp(path.join(MIGRATIONS, name), path.join(folder, name), { recursive: true });
  await migrate(database.databaseUrl, folder);
  const client = new pg.Client(database.databaseUrl);
  await client.connect();
  for (const [table, rows] of Object.entries(tables)) {
    await client.query(`INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`, [JSON.stringify(rows)]);
  }
  await client.end();
  await migrate(database.databaseUrl, MIGRATIONS);
  return database;
}
