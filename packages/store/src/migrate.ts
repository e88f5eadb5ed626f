import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { sha256Hex } from '@lookalike/content-address';
import pg from 'pg';
import { StoreError } from './store-error.ts';

/** What one call of `migrate` did. */
export interface MigrationReport {
  /** Names applied now, in order. */
  readonly applied: readonly string[];
  /** How many had been applied before. */
  readonly alreadyApplied: number;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
}

/** The lock that `prisma migrate deploy` takes, so that the two exclude each other. @see prisma-engines, sql-migration-connector */
const PRISMA_ADVISORY_LOCK = 72_707_369;

/** Prisma's own table, column by column. @see prisma-engines, schema-engine, migration_persistence */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Brings the database to the newest migration: the folders of `migrationsDirectory` in the order of their names, each
 * in one transaction, recorded as Prisma records them, so that `prisma migrate deploy` stays usable. Safe when several
 * processes start at once: one works, the others wait and find it done.
 * @throws StoreError store.migrations_missing, store.migration_edited, store.migration_unknown, store.migration_failed, store.migration_unfinished
 */
export async function migrate(databaseUrl: string, migrationsDirectory: string): Promise<MigrationReport> {
  const migrations = await readMigrations(migrationsDirectory);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'lookalike migrate' });
  client.on('error', () => undefined); // The query that is under way reports it.
  await client.connect();
  try {
    const applied: string[] = [];
    // The lock belongs to a transaction, not to the session: the embedded database has one session for everybody.
    for (;;) {
      const name = await applyNext(client, migrations);
      if (name === undefined) break;
      applied.push(name);
    }
    return { applied, alreadyApplied: migrations.length - applied.length };
  } finally {
    await client.end();
  }
}

async function applyNext(client: pg.Client, migrations: readonly Migration[]): Promise<string | undefined> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [PRISMA_ADVISORY_LOCK]);
    await client.query(MIGRATIONS_TABLE);
    const next = migrations[await countApplied(client, migrations)];
    if (next !== undefined) {
      await run(client, next);
      await client.query(
        'INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count") VALUES ($1, $2, $3, clock_timestamp(), 1)',
        [randomUUID(), next.checksum, next.name],
      );
    }
    await client.query('COMMIT');
    return next?.name;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // A broken connection rolls back by itself; the first error matters.
    throw error;
  }
}

async function run(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql);
  } catch (cause) {
    throw new StoreError(
      'store.migration_failed',
      `Migration ${migration.name} failed and was rolled back: ${(cause as Error).message}. The database is as it was before. Correct what the message names and start again.`,
      { migration: migration.name },
      { cause },
    );
  }
}

/** Checks that the database's history is a beginning of ours, and says how long it is. */
async function countApplied(client: pg.Client, migrations: readonly Migration[]): Promise<number> {
  const unfinished = await client.query<AppliedMigration>('SELECT "migration_name" FROM "_prisma_migrations" WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL LIMIT 1');
  if (unfinished.rows[0] !== undefined) {
    const name = unfinished.rows[0].migration_name;
    throw new StoreError('store.migration_unfinished', `Migration ${name} was begun by another tool and never finished. Look at the database, then mark it with \`prisma migrate resolve\`.`, { migration: name });
  }
  const { rows } = await client.query<AppliedMigration>('SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "migration_name" COLLATE "C"');
  rows.forEach((row, index) => {
    const migration = migrations[index];
    if (migration === undefined || migration.name !== row.migration_name) {
      const known = migrations.some(({ name }) => name === row.migration_name);
      throw new StoreError(
        'store.migration_unknown',
        known
          ? `Migration ${migration?.name ?? ''} sorts before ${row.migration_name}, which this database already has. New migrations must sort last; rename its folder.`
          : `This database has migration ${row.migration_name}, which this version of Lookalike does not know. Start the version that made it, or a newer one.`,
        { migration: row.migration_name },
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new StoreError(
        'store.migration_edited',
        `Migration ${row.migration_name} was changed after this database had applied it (checksum ${row.checksum.slice(0, 8)}…, the file has ${migration.checksum.slice(0, 8)}…). Restore the file and put the change into a new migration.`,
        { migration: row.migration_name, applied: row.checksum, file: migration.checksum },
      );
    }
  });
  return rows.length;
}

async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause: unknown) => {
    throw missingMigrations(directory, cause);
  });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  if (names.length === 0) throw missingMigrations(directory, undefined);
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(directory, name, 'migration.sql');
      const bytes = await readFile(file).catch((cause: unknown) => {
        throw missingMigrations(file, cause);
      });
      return { name, sql: bytes.toString('utf8'), checksum: sha256Hex(bytes) };
    }),
  );
}

function missingMigrations(where: string, cause: unknown): StoreError {
  return new StoreError('store.migrations_missing', `No migrations at ${where}. Expected the project's prisma/migrations; set MIGRATIONS_DIRECTORY to it.`, { where }, { cause });
}
