import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sha256Hex } from '@lookalike/content-address';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { parsePrismaSchema } from './testing/prisma-schema.ts';
import { readDatabaseSchema } from './testing/database-schema.ts';
import { MIGRATIONS, testDatabases, type TestDatabase } from './testing/test-database.ts';

const FIRST = '20261123000000_first';

describe.each(testDatabases())('migrations on the $name', ({ create }) => {
  if (create === undefined) return void it.skip('needs a server', () => undefined);

  let database: TestDatabase;
  let folder = '';
  let client: pg.Client;

  beforeAll(async () => {
    database = await create({ migrated: false });
    client = new pg.Client(database.databaseUrl);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.close();
  });
  beforeEach(async () => {
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    folder = await mkdtemp(path.join(os.tmpdir(), 'lookalike-migrations-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const addMigration = async (name: string, sql: string): Promise<void> => {
    await mkdir(path.join(folder, name), { recursive: true });
    await writeFile(path.join(folder, name, 'migration.sql'), sql);
  };
  const tables = async (): Promise<string[]> =>
    (await client.query<{ table_name: string }>(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`)).rows.map((row) => row.table_name);

  it('give the tables that the Prisma schema declares, column by column', async () => {
    await migrate(database.databaseUrl, MIGRATIONS);
    const declared = parsePrismaSchema(await readFile(path.join(MIGRATIONS, '..', 'schema.prisma'), 'utf8'));
    const found = await readDatabaseSchema(client);
    expect(found.enums).toEqual(declared.enums);
    expect(found.tables.map(({ name }) => name)).toEqual(declared.tables.map(({ name }) => name).sort());
    for (const table of declared.tables) expect(found.tables.find(({ name }) => name === table.name)).toEqual(sorted(table));
  });

  it('are applied once, when four processes start at the same time', async () => {
    const reports = await Promise.all(Array.from({ length: 4 }, () => migrate(database.databaseUrl, MIGRATIONS)));
    expect(reports.flatMap(({ applied }) => applied)).toEqual([FIRST]);
    expect(await migrate(database.databaseUrl, MIGRATIONS)).toEqual({ applied: [], alreadyApplied: 1 });
  });

  it('are recorded as Prisma records them', async () => {
    await migrate(database.databaseUrl, MIGRATIONS);
    const { rows } = await client.query('SELECT * FROM "_prisma_migrations"');
    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        checksum: sha256Hex(await readFile(path.join(MIGRATIONS, FIRST, 'migration.sql'))),
        migration_name: FIRST,
        started_at: expect.any(Date),
        finished_at: expect.any(Date),
        rolled_back_at: null,
        logs: null,
        applied_steps_count: 1,
      },
    ]);
  });

  it('are applied in the order of their names, and later ones later', async () => {
    await addMigration('1_a', 'CREATE TABLE a (x int)');
    await addMigration('2_b', 'ALTER TABLE a ADD y int');
    expect(await migrate(database.databaseUrl, folder)).toEqual({ applied: ['1_a', '2_b'], alreadyApplied: 0 });
    await addMigration('3_c', 'ALTER TABLE a ADD z int');
    expect(await migrate(database.databaseUrl, folder)).toEqual({ applied: ['3_c'], alreadyApplied: 2 });
  });

  it('leave nothing of one that fails, and everything of those before it', async () => {
    await addMigration('1_a', 'CREATE TABLE a (x int)');
    await addMigration('2_b', 'CREATE TABLE b (x int); SELECT 1/0;');
    await expect(migrate(database.databaseUrl, folder)).rejects.toMatchObject({ code: 'store.migration_failed', message: expect.stringMatching(/2_b.*division by zero/) });
    expect(await tables()).toEqual(['_prisma_migrations', 'a']);
    await addMigration('2_b', 'CREATE TABLE b (x int)');
    expect(await migrate(database.databaseUrl, folder)).toMatchObject({ applied: ['2_b'] });
  });

  it('refuse a history that was edited, that is unknown, or that gains a past', async () => {
    await cp(MIGRATIONS, folder, { recursive: true });
    await addMigration('3_c', 'SELECT 1');
    await migrate(database.databaseUrl, folder);

    await writeFile(path.join(folder, '3_c', 'migration.sql'), 'SELECT 2');
    await expect(migrate(database.databaseUrl, folder)).rejects.toMatchObject({ code: 'store.migration_edited', message: expect.stringContaining('3_c') });

    await rm(path.join(folder, '3_c'), { recursive: true });
    await expect(migrate(database.databaseUrl, folder)).rejects.toMatchObject({ code: 'store.migration_unknown', message: expect.stringContaining('does not know') });

    await addMigration('3_c', 'SELECT 1');
    await addMigration('20261122000000_earlier', 'SELECT 1');
    await expect(migrate(database.databaseUrl, folder)).rejects.toMatchObject({ code: 'store.migration_unknown', message: expect.stringContaining('must sort last') });
  });

  it('say where they were looked for in vain', async () => {
    await expect(migrate(database.databaseUrl, path.join(folder, 'none'))).rejects.toMatchObject({ code: 'store.migrations_missing', message: expect.stringContaining(folder) });
  });
});

function sorted<T extends { readonly columns: readonly { name: string }[]; readonly uniques: readonly (readonly string[])[]; readonly indexes: readonly (readonly string[])[]; readonly foreignKeys: readonly { columns: readonly string[] }[] }>(table: T): T {
  const by = <U>(key: (item: U) => string) => (a: U, b: U): number => (key(a) < key(b) ? -1 : 1);
  return {
    ...table,
    columns: [...table.columns].sort(by(({ name }) => name)),
    uniques: [...table.uniques].sort(by((columns) => columns.join())),
    indexes: [...table.indexes].sort(by((columns) => columns.join())),
    foreignKeys: [...table.foreignKeys].sort(by(({ columns }) => columns.join())),
  };
}
