import { readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sha256Hex } from '@lookalike/content-address';
import { plainPreprocessing } from '@lookalike/preprocessing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { parsePrismaSchema } from './testing/prisma-schema.ts';
import { readDatabaseSchema } from './testing/database-schema.ts';
import { MIGRATIONS, testDatabases, type TestDatabase } from './testing/test-database.ts';

const FIRST = '20261123000000_first';
/** Of the migrations that are there, in their order. */
const ALL = readdirSync(MIGRATIONS).filter((name) => /^\d/.test(name)).sort();

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
    // Several of them may have had a turn: what counts is that each migration was applied by one.
    expect(reports.flatMap(({ applied }) => applied).sort()).toEqual(ALL);
    expect(await migrate(database.databaseUrl, MIGRATIONS)).toEqual({ applied: [], alreadyApplied: ALL.length });
  });

  it('are recorded as Prisma records them', async () => {
    await migrate(database.databaseUrl, MIGRATIONS);
    const { rows } = await client.query('SELECT * FROM "_prisma_migrations" ORDER BY "migration_name"');
    expect(rows).toEqual(await Promise.all(ALL.map(async (name) => ({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: sha256Hex(await readFile(path.join(MIGRATIONS, name, 'migration.sql'))),
      migration_name: name,
      started_at: expect.any(Date),
      finished_at: expect.any(Date),
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    }))));
  });

  it('keep networks and runs from before preprocessing as they worked: pixels in [0, 1], cropped to the aspect', async () => {
    await cp(path.join(MIGRATIONS, FIRST), path.join(folder, FIRST), { recursive: true });
    await migrate(database.databaseUrl, folder);
    const [hash, id] = ['a'.repeat(64), '00000000-0000-4000-8000-000000000001'];
    await client.query(`INSERT INTO "blob" ("hash", "byte_count", "media_type") VALUES ('${hash}', 12, 'application/octet-stream')`);
    await client.query(`INSERT INTO "network" ("id", "name", "file_hash", "input_height_px", "input_width_px", "layers", "default_layer", "parameter_count", "multiply_add_count", "operator_counts", "opset")
      VALUES ('${id}', 'old', '${hash}', 24, 32, '[]', 'features', 1, 1, '{}', 21)`);
    await client.query(`INSERT INTO "image_set" ("id", "name") VALUES ('${id}', 'images')`);
    await client.query(`INSERT INTO "image" ("id", "image_set_id", "position", "name", "file_hash", "width_px", "height_px") VALUES ('${id}', '${id}', 0, 'a.png', '${hash}', 32, 32)`);
    await client.query(`INSERT INTO "generation_run" ("id", "network_id", "image_set_id", "layer", "configuration", "configuration_hash", "total_count") VALUES ('${id}', '${id}', '${id}', 'features', '{}', '', 1)`);
    await migrate(database.databaseUrl, MIGRATIONS);
    const { rows: [network] } = await client.query('SELECT * FROM "network"');
    const preprocessing = plainPreprocessing({ heightPx: 24, widthPx: 32 });
    expect(network).toMatchObject({ preprocessing, files: [{ name: 'network.onnx', fileHash: hash, byteCount: 12 }], preprocessing_origin: { certainty: 'assumed' }, opset: null, tags: {}, class_names: [], proof: null });
    expect((await client.query('SELECT * FROM "generation_run"')).rows).toMatchObject([{ preprocessing }]);
    expect((await client.query('SELECT * FROM "image"')).rows).toMatchObject([{ name: 'a.png', label: null, licence: '', source: '' }]);
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
