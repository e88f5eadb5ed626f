import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from './generated/client.ts';
import { requireDatabaseUrl, type Settings } from './settings.ts';

/** Inside a transaction: everything done through it happens, or nothing does. */
export type Transaction = Prisma.TransactionClient;
/** Where a query may run: on its own, or inside a transaction. */
export type Database = PrismaClient | Transaction;

/** The open database of one process. */
export interface Store {
  readonly prisma: PrismaClient;
  /**
   * Runs `work` in one transaction and commits when it returns; an error rolls everything back. Keep it short: on the
   * embedded database every other query waits meanwhile.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Waiting for a connection and staying inside a transaction, at most. Long enough for a busy laptop. */
const TRANSACTION_LIMITS = { maxWait: 20_000, timeout: 30_000 } as const;

/** Connections of one process. The embedded database serves them one after another anyway. */
const CONNECTIONS = 10;

/**
 * Opens the database. Nothing is sent before the first query.
 * @throws StoreError store.database_url_missing
 * @example const store = openStore(readSettings(process.env))
 */
export function openStore(settings: Pick<Settings, 'databaseUrl'>): Store {
  const connectionString = requireDatabaseUrl(settings);
  // An idle connection that the server drops is replaced by the pool; unhandled, its error would end the process.
  const adapter = new PrismaPg({ connectionString, max: CONNECTIONS, application_name: 'lookalike' }, { onPoolError: () => undefined, onConnectionError: () => undefined });
  const prisma = new PrismaClient({ adapter, transactionOptions: TRANSACTION_LIMITS });
  return {
    prisma,
    transaction: (work) => prisma.$transaction(work),
    close: () => prisma.$disconnect(),
  };
}

/** Whether the database answers. For health checks. */
export async function databaseAnswers(db: Database): Promise<boolean> {
  try {
    await db.$queryRaw`SELECT 1`;
    return true;
  } catch {
    return false; // The answer itself: whatever went wrong, it does not answer.
  }
}
