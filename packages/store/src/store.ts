import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
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
  /**
   * Whether the database answers, for health checks: within three seconds, and over a connection of its own, as the
   * others may all be taken while everything works.
   */
  answers(): Promise<boolean>;
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
    answers: () => databaseAnswers(connectionString),
    close: () => prisma.$disconnect(),
  };
}

/** Of connecting and of answering, each. */
const ANSWER_LIMIT_MS = 1_500;

async function databaseAnswers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, application_name: 'lookalike health', connectionTimeoutMillis: ANSWER_LIMIT_MS, query_timeout: ANSWER_LIMIT_MS });
  client.on('error', () => undefined); // The query that is under way reports it.
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false; // The answer itself: whatever went wrong, it does not answer.
  } finally {
    void client.end().catch(() => undefined); // Not waited for: a server that does not answer does not take leave either.
  }
}
