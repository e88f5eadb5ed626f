import type { PGlite } from '@electric-sql/pglite';

/** First bytes of the messages of an extended query that end with Sync. @see PostgreSQL manual, 54.7 Message Formats */
const OPENS_EXCHANGE = new Set([...'PBDECH'].map((letter) => letter.charCodeAt(0)));
const CLOSES_EXCHANGE = new Set([...'SQ'].map((letter) => letter.charCodeAt(0)));

/**
 * A view of the database that counts a half-sent extended query as an open transaction. pglite-socket lets other
 * connections in between any two messages outside a transaction; all connections share one session, so another's Parse
 * would replace the unnamed statement between our Parse and our Bind. It happens when a query is larger than one packet.
 * @param onFailure called once when PGlite itself breaks: pglite-socket would then wait for ever.
 */
export function keepExchangesWhole(database: PGlite, onFailure: ((error: unknown) => void) | undefined): PGlite {
  let exchangeIsOpen = false;
  const overrides: Partial<PGlite> = {
    isInTransaction: () => exchangeIsOpen || database.isInTransaction(),
    execProtocolRawStream: async (message, options) => {
      const kind = message[0] ?? 0;
      if (OPENS_EXCHANGE.has(kind)) exchangeIsOpen = true;
      try {
        await database.execProtocolRawStream(message, options);
      } catch (error) {
        onFailure?.(error);
        throw error;
      }
      if (CLOSES_EXCHANGE.has(kind)) exchangeIsOpen = false;
    },
    // pglite-socket calls this only for a client that left in the middle of something.
    exec: async (sql, options) => {
      if (exchangeIsOpen) await database.execProtocolRaw(SYNC, { syncToFs: false });
      exchangeIsOpen = false;
      return database.exec(sql, options);
    },
  };
  return new Proxy(database, {
    get: (target, name) => {
      const own: unknown = Reflect.get(overrides, name);
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, name, target);
      // Bound to the target: its private members are not reachable through a proxy.
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const SYNC = Uint8Array.of('S'.charCodeAt(0), 0, 0, 0, 4);
