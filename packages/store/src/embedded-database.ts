import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { lockDirectory } from './directory-lock.ts';
import { keepExchangesWhole } from './whole-exchanges.ts';
import { StoreError } from './store-error.ts';

export interface EmbeddedDatabaseOptions {
  /** Where the database is kept; `'memory'` keeps nothing and is for tests. */
  readonly directory: string;
  /** TCP port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number;
  /** A database made before (`dump()`), to start from. Only for an empty one. */
  readonly dump?: Blob;
  /** Called when the database can no longer serve. The process should end; what was committed is safe. */
  readonly onFailure?: (error: unknown) => void;
}

export interface EmbeddedDatabase {
  readonly databaseUrl: string;
  /** Everything in it as one file, to start another from. */
  dump(): Promise<Blob>;
  close(): Promise<void>;
}

/** Says where the database of its folder is served, while it is. */
const ADDRESS_FILE = 'address';
const HOST = '127.0.0.1';
const MAXIMUM_CONNECTIONS = 200;

/**
 * Starts PostgreSQL inside this process (PGlite) and serves it on loopback, so that other processes see an ordinary
 * `DATABASE_URL`. There is one session behind all connections: transactions exclude each other, session state (SET,
 * session advisory locks, LISTEN) is shared and must not be used.
 * @throws StoreError store.database_in_use with the pid of the owner, store.port_in_use, store.database_damaged
 * @example const database = await startEmbeddedDatabase({ directory: '.lookalike/database' })
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const { directory, port = 0, dump, onFailure } = options;
  const lock = directory === 'memory' ? undefined : await lockDirectory(directory);
  const addressFile = directory === 'memory' ? undefined : path.join(directory, ADDRESS_FILE);
  try {
    // The last owner's, which may have died.
    if (addressFile !== undefined) await rm(addressFile, { force: true });
    const database = await openPGlite(directory, dump);
    try {
      const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket');
      const server = new PGLiteSocketServer({ db: keepExchangesWhole(database, onFailure), host: HOST, port, maxConnections: MAXIMUM_CONNECTIONS });
      await startServer(server, port);
      const databaseUrl = `postgresql://postgres:postgres@${server.getServerConn()}/postgres?sslmode=disable`;
      if (addressFile !== undefined) await writeFile(addressFile, databaseUrl, { mode: 0o600 });
      return {
        databaseUrl,
        dump: () => database.dumpDataDir('none'),
        close: async () => {
          if (addressFile !== undefined) await rm(addressFile, { force: true });
          await server.stop();
          await database.close();
          await lock?.release();
        },
      };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

/** Where the embedded database of a folder is served by the process that owns it; undefined where none says so. */
export async function servedEmbeddedDatabase(directory: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(directory, ADDRESS_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function openPGlite(directory: string, dump: Blob | undefined): Promise<PGlite> {
  // Loaded only here: the API and the workers import this package too, and never need it.
  const { PGlite } = await import('@electric-sql/pglite');
  const loaded = dump === undefined ? {} : { loadDataDir: dump };
  if (directory === 'memory') return PGlite.create(loaded);
  const files = path.join(directory, 'pgdata');
  await mkdir(files, { recursive: true });
  return PGlite.create(files, loaded).catch((cause: unknown) => {
    throw new StoreError(
      'store.database_damaged',
      `The embedded database in ${files} does not start: ${(cause as Error).message}. If the disk is not full, restore the folder from a backup; to begin anew, move it away.`,
      { directory },
      { cause },
    );
  });
}

async function startServer(server: PGLiteSocketServer, port: number): Promise<void> {
  try {
    await server.start();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new StoreError('store.port_in_use', `Port ${port} on ${HOST} is taken. Choose another one, or 0 for any.`, { port }, { cause });
  }
}
