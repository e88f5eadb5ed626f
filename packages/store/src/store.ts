import { setTimeout as delay } from 'node:timers/promises';
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

/** Waiting for a free connection, at most. Long enough for a busy laptop. */
const WAIT_MS = 20_000;

/** Staying inside a transaction, at most. */
const TRANSACTION_MS = 30_000;

/** Connections of one process. The embedded database serves them one after another anyway. */
const CONNECTIONS = 10;

/**
 * Opens the database. Nothing is sent before the first query.
 * @param options.waitMs for a free connection, at most; then a query fails with an error of which `isDatabaseTrouble`. Default 20,000
 * @throws StoreError store.database_url_missing
 * @example const store = openStore(readSettings(process.env))
 */
export function openStore(settings: Pick<Settings, 'databaseUrl'>, { waitMs = WAIT_MS }: { readonly waitMs?: number } = {}): Store {
  const connectionString = requireDatabaseUrl(settings);
  // An idle connection that the server drops is replaced by the pool; unhandled, its error would end the process.
  const adapter = new PrismaPg({ connectionString, max: CONNECTIONS, connectionTimeoutMillis: waitMs, application_name: 'lookalike' }, { onPoolError: () => undefined, onConnectionError: () => undefined });
  const probe = openProbe(connectionString);
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: waitMs, timeout: TRANSACTION_MS } });
  return {
    prisma,
    transaction: (work) => prisma.$transaction(work),
    answers: probe.answers,
    close: async () => void (await Promise.all([prisma.$disconnect(), probe.close()])),
  };
}

/** Whoever asks is told after so long that the database does not answer. */
const ANSWER_WITHIN_MS = 3_000;
/** Until a connection that says nothing is given up for another. */
const SILENCE_MS = 30_000;

/** Asks the database for a sign of life, over one connection; whoever asks meanwhile gets the same answer. */
function openProbe(connectionString: string): { answers(): Promise<boolean>; close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis: SILENCE_MS, query_timeout: SILENCE_MS, application_name: 'lookalike health' });
  pool.on('error', () => undefined); // An idle connection that the server drops is replaced.
  let asking: Promise<boolean> | undefined;
  return {
    answers: () => {
      // Whatever went wrong, it does not answer: that is all that is asked.
      asking ??= pool.query('SELECT 1').then(() => true, () => false).finally(() => (asking = undefined));
      return Promise.race([asking, delay(ANSWER_WITHIN_MS, false, { ref: false })]);
    },
    close: async () => {
      const ended = pool.end();
      if (asking === undefined) await ended; // A server that does not answer does not take leave either.
    },
  };
}
