import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '@lookalike/content-address';
import pg from 'pg';
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
export const MIGRATIONS = path.join(PROJECT, 'prisma', 'migrations');
/** Making a database takes seconds, copying one half a second: so one is made for each state of the migrations. */
const CACHE = path.join(PROJECT, 'node_modules', '.cache', 'lookalike');

export interface TestDatabaseOptions {
  /** Default true. */
  readonly migrated?: boolean;
}

/**
 * Starts an empty, migrated database in memory for one test file.
 * @example const database = await createTestDatabase(); const store = openStore(database.settings)
 */
export async function createTestDatabase({ migrated = true }: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const database = await startEmbeddedDatabase({ directory: 'memory', ...(migrated ? { dump: await migratedDump() } : {}) });
  return withFolder(database.databaseUrl, () => database.close());
}

/**
 * Makes an empty, migrated database of its own on a PostgreSQL server; `close` drops it.
 * @param serverUrl of a user who may create databases
 */
export async function createPostgresTestDatabase(serverUrl: string, { migrated = true }: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `lookalike_test_${randomUUID().replaceAll('-', '')}`;
  await administer(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  if (migrated) await migrate(url.href, MIGRATIONS);
  return withFolder(url.href, () => administer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`));
}

async function administer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function withFolder(databaseUrl: string, close: () => Promise<void>): Promise<TestDatabase> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lookalike-test-'));
  return {
    databaseUrl,
    settings: { ...readSettings({ LOOKALIKE_DATA: directory, MIGRATIONS_DIRECTORY: MIGRATIONS, LOG_LEVEL: 'warn', PORT: '0' }), databaseUrl },
    close: async () => {
      await close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The databases that a contract suite runs on: the embedded one, and a real PostgreSQL where TEST_POSTGRES_URL names one. */
export function testDatabases(): readonly { readonly name: string; readonly create: ((options?: TestDatabaseOptions) => Promise<TestDatabase>) | undefined }[] {
  const serverUrl = process.env['TEST_POSTGRES_URL'];
  return [
    { name: 'embedded database', create: createTestDatabase },
    serverUrl === undefined || serverUrl === ''
      ? { name: 'PostgreSQL (SKIPPED: TEST_POSTGRES_URL names no server)', create: undefined }
      : { name: 'PostgreSQL', create: (options) => createPostgresTestDatabase(serverUrl, options) },
  ];
}

/** A migrated, empty database as one file: made once for each state of the migrations. */
export async function migratedDump(): Promise<Blob> {
  const file = path.join(CACHE, `database-${await stateOfMigrations()}.tar`);
  const kept = await readFile(file).catch(() => undefined);
  if (kept !== undefined) return new Blob([new Uint8Array(kept)]);

  const database = await startEmbeddedDatabase({ directory: 'memory' });
  try {
    await migrate(database.databaseUrl, MIGRATIONS);
    const dump = await database.dump();
    await mkdir(CACHE, { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, new Uint8Array(await dump.arrayBuffer()));
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
