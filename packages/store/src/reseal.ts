import type { Secrets } from '@lookalike/secrets';
import { Prisma } from './generated/client.ts';
import { IDENTITY } from './platform-identities.ts';
import type { Store } from './store.ts';

/** A column of what the key encrypted. Whatever is encrypted has a line here. */
interface SealedColumn {
  readonly table: string;
  readonly primaryKey: string;
  readonly column: string;
  /** As it was given to `Secrets.encrypt`. */
  readonly purpose: string;
}

const SEALED_COLUMNS: readonly SealedColumn[] = [{ table: 'platform_identity', primaryKey: 'session_id', column: 'sealed', purpose: IDENTITY }];

const PAGE_SIZE = 500;

/**
 * Encrypts anew, with the key in use, what earlier keys had encrypted. Those keys are needed for it; afterwards they still are for keyed
 * hashes and for links that were signed. Processes that do not have the key in use yet could not read the result: start them again first.
 * @returns how many values
 * @throws SecretsError secrets.key_unknown, secrets.unreadable
 */
export async function resealAll({ prisma }: Pick<Store, 'prisma'>, secrets: Secrets): Promise<number> {
  let count = 0;
  for (const column of SEALED_COLUMNS) count += await resealColumn(prisma, secrets, column);
  return count;
}

async function resealColumn(prisma: Store['prisma'], secrets: Secrets, { table, primaryKey, column, purpose }: SealedColumn): Promise<number> {
  const [inTable, key, sealedColumn] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${primaryKey}"`), Prisma.raw(`"${column}"`)];
  let count = 0;
  for (;;) {
    const rows = await prisma.$queryRaw<{ sealed: string }[]>`SELECT ${sealedColumn} AS sealed FROM ${inTable} WHERE NOT starts_with(${sealedColumn}, ${secrets.sealedPrefix}) ORDER BY ${key} LIMIT ${PAGE_SIZE}`;
    if (rows.length === 0) return count;
    for (const { sealed } of rows) {
      // What somebody changed or forgot meanwhile is no longer what was read, and stays as it is.
      count += await prisma.$executeRaw`UPDATE ${inTable} SET ${sealedColumn} = ${secrets.encrypt(purpose, secrets.decrypt(purpose, sealed))} WHERE ${sealedColumn} = ${sealed}`;
    }
  }
}
