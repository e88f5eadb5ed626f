import type pg from 'pg';
import type { DeclaredColumn, DeclaredForeignKey, DeclaredSchema, DeclaredTable } from './prisma-schema.ts';

/** Indexes that the Prisma schema cannot declare; the migration explains them. */
const BEYOND_THE_SCHEMA = ['rater_session_held_plan_key'];

/**
 * Reads the schema that a database has, in the words of `parsePrismaSchema`, so that the two can be compared. Lists are
 * in alphabetical order; keys keep the order of their columns.
 */
export async function readDatabaseSchema(client: pg.Client): Promise<DeclaredSchema> {
  const columns = await client.query<DeclaredColumn & { table: string }>(`
    SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
           pg_get_expr(d.adbin, d.adrelid) AS "default"
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind = 'r' AND c.relname <> '_prisma_migrations' ORDER BY a.attname COLLATE "C"`);
  const indexes = await client.query<{ table: string; name: string; columns: string[]; primary: boolean; unique: boolean }>(`
    SELECT t.relname AS "table", i.relname AS name, x.indisprimary AS primary, x.indisunique AS unique,
           ARRAY(SELECT a.attname::text FROM unnest(x.indkey) WITH ORDINALITY k(attnum, place)
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum ORDER BY k.place) AS columns
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'`);
  const keys = await client.query<{ table: string; target: string; columns: string[]; references: string[]; onDelete: string; onUpdate: string }>(`
    SELECT t.relname AS "table", f.relname AS target, c.confdeltype AS "onDelete", c.confupdtype AS "onUpdate",
           ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(attnum, place)
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum ORDER BY k.place) AS columns,
           ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(attnum, place)
                 JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = k.attnum ORDER BY k.place) AS references
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid WHERE c.contype = 'f'`);
  const enums = await client.query<{ name: string; values: string[] }>(`
    SELECT t.typname AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS values
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace AND n.nspname = 'public' GROUP BY t.typname`);

  const names = [...new Set(columns.rows.map(({ table }) => table))].sort();
  const byColumns = (a: readonly string[], b: readonly string[]): number => (a.join() < b.join() ? -1 : 1);
  const tables = names.map((name): DeclaredTable => {
    const own = indexes.rows.filter((index) => index.table === name && !BEYOND_THE_SCHEMA.includes(index.name));
    return {
      name,
      columns: columns.rows.filter(({ table }) => table === name).map((column): DeclaredColumn => ({ name: column.name, type: column.type, nullable: column.nullable, default: column.default ?? undefined })),
      primaryKey: own.find(({ primary }) => primary)?.columns ?? [],
      uniques: own.filter(({ primary, unique }) => unique && !primary).map((index) => index.columns).sort(byColumns),
      indexes: own.filter(({ unique }) => !unique).map((index) => index.columns).sort(byColumns),
      foreignKeys: keys.rows
        .filter(({ table }) => table === name)
        .map((key): DeclaredForeignKey => ({ columns: key.columns, table: key.target, references: key.references, onDelete: action(key.onDelete) }))
        .sort((a, b) => byColumns(a.columns, b.columns)),
    };
  });
  return { tables, enums: new Map(enums.rows.map(({ name, values }) => [name, values])) };
}

function action(letter: string): DeclaredForeignKey['onDelete'] {
  if (letter === 'c') return 'CASCADE';
  if (letter === 'r') return 'RESTRICT';
  if (letter === 'n') return 'SET NULL';
  throw new Error(`Prisma writes no foreign key with ON DELETE "${letter}".`);
}
