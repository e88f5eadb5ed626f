import type { ExperimenterRecord } from './experimenters.ts';
import type { Prisma } from './generated/client.ts';
import { fromJson } from './json-column.ts';
import { hashOfToken } from './secret-token.ts';
import type { Database } from './store.ts';

export interface NewApiToken {
  readonly token: string;
  readonly experimenterId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly now: Date;
  readonly expiresAt: Date;
}

/** An API token without the token. */
export interface ApiTokenRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date;
}

const USE_WRITTEN_EVERY_MS = 60_000;
const LISTED = { id: true, name: true, scopes: true, createdAt: true, lastUsedAt: true, expiresAt: true } as const;

/** Remembers an API token by its hash. */
export async function createApiToken(db: Database, { token, scopes, now, ...rest }: NewApiToken): Promise<ApiTokenRecord> {
  const row = await db.apiToken.create({ data: { ...rest, scopes: [...scopes], tokenHash: hashOfToken(token), createdAt: now }, select: LISTED });
  return toRecord(row);
}

/** Whose API token it is and what for, and notes the use; nobody's where it has run out, was taken back, or the account is deactivated. */
export async function findApiToken(db: Database, token: string, now: Date): Promise<{ readonly name: string; readonly scopes: readonly string[]; readonly experimenter: ExperimenterRecord } | undefined> {
  const row = await db.apiToken.findUnique({
    where: { tokenHash: hashOfToken(token), expiresAt: { gt: now }, experimenter: { deactivatedAt: null } },
    select: { id: true, name: true, scopes: true, lastUsedAt: true, experimenter: { select: { id: true, email: true, role: true } } },
  });
  if (row === null) return undefined;
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= USE_WRITTEN_EVERY_MS) await db.apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
  return { name: row.name, scopes: fromJson<string[]>(row.scopes), experimenter: row.experimenter };
}

/** Those of an account, the newest first; those that have run out among them, until they are removed. */
export async function listApiTokens(db: Database, experimenterId: string): Promise<readonly ApiTokenRecord[]> {
  return (await db.apiToken.findMany({ where: { experimenterId }, orderBy: { createdAt: 'desc' }, select: LISTED })).map(toRecord);
}

/** Takes an API token back. @returns its name; undefined where there is none */
export async function deleteApiToken(db: Database, which: { readonly experimenterId: string; readonly id: string }): Promise<string | undefined> {
  const found = await db.apiToken.findFirst({ where: which, select: { name: true } });
  await db.apiToken.deleteMany({ where: which });
  return found?.name;
}

/** Removes those that ran out before `then`. */
export async function deleteExpiredApiTokens(db: Database, then: Date): Promise<void> {
  await db.apiToken.deleteMany({ where: { expiresAt: { lt: then } } });
}

function toRecord({ scopes, ...row }: Omit<ApiTokenRecord, 'scopes'> & { readonly scopes: Prisma.JsonValue }): ApiTokenRecord {
  return { ...row, scopes: fromJson<string[]>(scopes) };
}
