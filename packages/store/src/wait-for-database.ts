import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { isDatabaseTrouble } from './database-trouble.ts';
import { StoreError } from './store-error.ts';

export interface WaitOptions {
  /** Told at the first try that fails, and whenever the reason changes. */
  readonly say: (sentence: string) => void;
  /** Default 45,000: less than the supervisor waits for a service to be ready. */
  readonly withinMs?: number;
}

const firstPauseMs = 250;
const longestPauseMs = 5_000;
const connectWithinMs = 5_000;

/**
 * Waits until the database takes connections: it may be starting, as after a power cut. Pauses grow from 0.25 s to 5 s.
 * @throws StoreError store.database_unreachable after `withinMs`; store.database_refused at once where waiting would not help
 */
export async function waitForDatabase(databaseUrl: string, { say, withinMs = 45_000 }: WaitOptions): Promise<void> {
  const where = new URL(databaseUrl).host;
  const until = performance.now() + withinMs;
  let said = '';
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const error = await errorOfConnecting(databaseUrl);
    if (error === undefined) return;
    const reason = reasonOf(error);
    if (!isDatabaseTrouble(error)) {
      throw new StoreError('store.database_refused', `The database at ${where} refuses the connection: ${reason}. Correct DATABASE_URL, or the database, and start again.`, { where }, { cause: error });
    }
    if (performance.now() + pauseMs > until) {
      throw new StoreError('store.database_unreachable', `The database at ${where} could not be reached within ${withinMs / 1000} s: ${reason}. Start it, or correct DATABASE_URL, and start again.`, { where }, { cause: error });
    }
    if (reason !== said) say(`The database at ${where} cannot be reached: ${reason}. Trying again for ${withinMs / 1000} s.`);
    said = reason;
    await delay(pauseMs);
  }
}

async function errorOfConnecting(connectionString: string): Promise<Error | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: connectWithinMs, application_name: 'lookalike start' });
  client.on('error', () => undefined); // What is under way reports it.
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error as Error; // pg throws nothing else.
  } finally {
    void client.end().catch(() => undefined); // Not waited for: after a connection that failed, it may never end.
  }
}

/** Where a name has several addresses, the first one's. */
function reasonOf(error: Error): string {
  return error instanceof AggregateError ? String((error.errors[0] as Error).message) : error.message;
}
