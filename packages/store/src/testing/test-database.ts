import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '@lookalike/content-address';
import { startEmbeddedDatabase } from '../embedded-database.ts';
import { migrate } from '../migrate.ts';
import { readSettings, type Settings } from '../settings.ts';

export interface TestDatabase {
  /** Settings of a process that uses it, with a data folder of its own. */
  readonly settings: Settings & { readonly databaseUrl: string };
  readonly databaseUrl: string;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));
const MIGRATIONS = path.join(PROJECT, 'prisma', 'migrations');
/** Making a database takes seconds, copying one half a second: so one is made for each state of the migrations. */
const CACHE = path.join(PROJECT, 'node_modules', '.cache', 'lookalike');

/**
 * Starts an empty, migrated database in memory for one test file.
 * @example const database = await createTestDatabase(); const store = openStore(database.settings)
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const database = await startEmbeddedDatabase({ directory: 'memory', dump: await migratedDump() });
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lookalike-test-'));
  const { databaseUrl } = database;
  return {
    databaseUrl,
    settings: { ...readSettings({ LOOKALIKE_DATA: directory, MIGRATIONS_DIRECTORY: MIGRATIONS, LOG_LEVEL: 'warn', PORT: '0' }), databaseUrl },
    close: async () => {
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function migratedDump(): Promise<Blob> {
  const file = path.join(CACHE, `database-${await stateOfMigrations()}.tar`);
  const kept = await readFile(file).catch(() => undefined);
  if (kept !== undefined) return new Blob([new Uint8Array(kept)]);

  const database = await startEmbeddedDatabase({ directory: 'memory' });
  try {
    await migrate(database.databaseUrl, MIGRATIONS);
    const dump = await database.dump();
    await mkdir(CACHE, { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, dump.stream());
    await rename(draft, file); // Test files run side by side: none may read half a file.
    return dump;
  } finally {
    await database.close();
  }
}

async function stateOfMigrations(): Promise<string> {
  const names = (await readdir(MIGRATIONS, { recursive: true })).filter((name) => name.endsWith('.sql')).sort();
  const pglite = await readFile(fileURLToPath(new URL('../../package.json', import.meta.url)));
  const files = await Promise.all(names.map((name) => readFile(path.join(MIGRATIONS, name))));
  return sha256Hex(Buffer.concat([pglite, ...files.flatMap((bytes, index) => [Buffer.from(names[index] ?? ''), bytes])])).slice(0, 16);
}
