import type { Secrets } from '@lookalike/secrets';
import { Prisma } from './generated/client.ts';
import { HOOKS, TOKEN } from './platform-accounts.ts';
import { ACTION } from './platform-actions.ts';
import { CREDIT } from './platform-credits.ts';
import { IDENTITY } from './platform-identities.ts';
import { SUBMISSION_FACTS } from './platform-submissions.ts';
import type { Store } from './store.ts';

/** A column of what the key encrypted. Whatever is encrypted has a line here. */
interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** As it was given to `Secrets.encrypt`. */
  readonly purpose: string;
}

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'platform_identity', column: 'sealed', purpose: IDENTITY },
  { table: 'platform_account', column: 'sealed_token', purpose: TOKEN },
  { table: 'platform_account', column: 'sealed_hooks', purpose: HOOKS },
  { table: 'platform_submission', column: 'sealed', purpose: SUBMISSION_FACTS },
  { table: 'platform_action', column: 'sealed', purpose: ACTION },
  { table: 'platform_credit', column: 'sealed', purpose: CREDIT },
];

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

async function resealColumn(prisma: Store['prisma'], secrets: Secrets, { table, column, purpose }: SealedColumn): Promise<number> {
  const [inTable, sealedColumn] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${column}"`)];
  let count = 0;
  for (;;) {
    const rows = await prisma.$queryRaw<{ sealed: string }[]>`SELECT ${sealedColumn} AS sealed FROM ${inTable} WHERE NOT starts_with(${sealedColumn}, ${secrets.sealedPrefix}) LIMIT ${PAGE_SIZE}`;
    if (rows.length === 0) return count;
    for (const { sealed } of rows) {
      // What somebody changed or forgot meanwhile is no longer what was read, and stays as it is.
      count += await prisma.$executeRaw`UPDATE ${inTable} SET ${sealedColumn} = ${secrets.encrypt(purpose, secrets.decrypt(purpose, sealed))} WHERE ${sealedColumn} = ${sealed}`;
    }
  }
}
