import type { Secrets } from '@lookalike/secrets';
import type { Database } from './store.ts';
import { StoreError } from './store-error.ts';

/**
 * Holds this process's key against those that the database was used with, and notes it. A process with another key would sign links that
 * the others refuse, take people who come back for new ones, and could not read what was encrypted.
 * @throws StoreError store.secret_differs
 */
export async function requireSameSecret(db: Database, { keyId, keyIds }: Pick<Secrets, 'keyId' | 'keyIds'>): Promise<void> {
  const used = (await db.installationKey.findMany({ orderBy: { firstUsedAt: 'asc' } })).map((row) => row.keyId);
  if (used.length > 0 && !used.some((id) => keyIds.includes(id))) {
    throw new StoreError(
      'store.secret_differs',
      `This process has the key ${keyId}, but the database was used with ${used.join(', ')}. Links that were sent would no longer count, and what was encrypted could not be read. Set LOOKALIKE_SECRET to the installation's key, or restore the file "secret" of its data folder (LOOKALIKE_DATA); all API processes need the same one.`,
      { keyId, used },
    );
  }
  await db.installationKey.createMany({ data: [{ keyId }], skipDuplicates: true });
}
