import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedDatabase } from './embedded-database.ts';
import { startProcess } from './testing/start-process.ts';
import { createTestDatabase, migratedDump, type TestDatabase } from './testing/test-database.ts';

const PROCESS = fileURLToPath(new URL('./testing/embedded-database-process.ts', import.meta.url));

const query = async (databaseUrl: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  return client.query<Record<string, unknown>>(sql).then(({ rows }) => rows).finally(() => client.end());
};

describe('the embedded database in a folder', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'lookalike-embedded-'));
    await (await startEmbeddedDatabase({ directory, dump: await migratedDump() })).close(); // Much faster than an empty one.
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('keeps what was committed when its process is killed, and starts again on the same folder', async () => {
    const first = startProcess(PROCESS, [directory]);
    const { databaseUrl } = await first.json((line) => 'databaseUrl' in line);
    const address = String(databaseUrl);
    await query(address, 'CREATE TABLE kept (n int)');
    for (let n = 0; n < 20; n++) await query(address, `INSERT INTO kept VALUES (${n})`);
    const open = new pg.Client(address);
    open.on('error', () => undefined);
    await open.connect();
    await open.query('BEGIN');
    await open.query('INSERT INTO kept VALUES (1000)');
    await first.stop('SIGKILL');

    const second = await startEmbeddedDatabase({ directory });
    expect(await query(second.databaseUrl, 'SELECT count(*)::int AS count, max(n) AS max FROM kept')).toEqual([{ count: 20, max: 19 }]);
    await second.close();
  });

  it('belongs to one process: the second is told the pid of the first', async () => {
    const owner = startProcess(PROCESS, [directory]);
    await owner.json((line) => 'databaseUrl' in line);
    await expect(startEmbeddedDatabase({ directory })).rejects.toMatchObject({ code: 'store.database_in_use', message: expect.stringContaining(`process ${owner.pid}`), details: { pid: owner.pid } });
    await owner.stop('SIGKILL');
  });

  it('is free again after close, and keeps its content', async () => {
    const first = await startEmbeddedDatabase({ directory });
    await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT 7 AS n');
    await expect(startEmbeddedDatabase({ directory })).rejects.toMatchObject({ code: 'store.database_in_use' });
    await first.close();
    const second = await startEmbeddedDatabase({ directory });
    expect(await query(second.databaseUrl, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await second.close();
  });
});

describe('the embedded database on loopback', () => {
  let database: TestDatabase;
  beforeAll(async () => void (database = await createTestDatabase()));
  afterAll(() => database.close());

  it('names a port that is taken', async () => {
    const port = Number(new URL(database.databaseUrl).port);
    await expect(startEmbeddedDatabase({ directory: 'memory', port, dump: await migratedDump() })).rejects.toMatchObject({ code: 'store.port_in_use', message: expect.stringContaining(String(port)) });
  });

  it('keeps two queries apart although the first arrives in pieces', async () => {
    const other = new pg.Client(database.databaseUrl);
    await other.connect();
    const slow = await connectRaw(database.databaseUrl);
    slow.send('P', "\0SELECT 'first'::text\0\0\0"); // Parse an unnamed statement, and wait before binding it.
    await slow.received('1');
    const interloper = other.query('SELECT $1::text AS answer', ['second']);
    slow.send('B', '\0\0\0\0\0\0\0\0');
    slow.send('E', '\0\0\0\0\0');
    slow.send('S', '');
    await slow.received('Z');
    expect(slow.text()).toContain('first');
    expect((await interloper).rows).toEqual([{ answer: 'second' }]);
    slow.socket.destroy();
    await other.end();
  });

  it('goes on when a client vanishes inside a transaction or inside a query', async () => {
    await query(database.databaseUrl, 'CREATE TABLE t (n int)');
    const inside = await connectRaw(database.databaseUrl);
    inside.send('Q', 'BEGIN; INSERT INTO t VALUES (1)\0');
    await inside.received('Z');
    inside.socket.destroy();
    const halfway = await connectRaw(database.databaseUrl);
    halfway.send('P', '\0INSERT INTO t VALUES (2)\0\0\0');
    await halfway.received('1');
    halfway.socket.destroy();
    expect(await query(database.databaseUrl, 'SELECT count(*)::int AS count FROM t')).toEqual([{ count: 0 }]);
  });

  it('serves many connections at once, transactions one after another', async () => {
    await query(database.databaseUrl, 'CREATE TABLE counter AS SELECT 0 AS n');
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const client = new pg.Client(database.databaseUrl);
        await client.connect();
        await client.query('BEGIN');
        const { rows } = await client.query<{ n: number }>('SELECT n FROM counter');
        await client.query('UPDATE counter SET n = $1', [(rows[0]?.n ?? 0) + 1]);
        await client.query('COMMIT');
        await client.end();
      }),
    );
    expect(await query(database.databaseUrl, 'SELECT n FROM counter')).toEqual([{ n: 40 }]);
  });
});

/** A connection that speaks the protocol message by message, as slowly as a test wants. @see PostgreSQL manual, chapter 54 */
async function connectRaw(databaseUrl: string): Promise<{ socket: net.Socket; send: (type: string, body: string) => void; received: (type: string) => Promise<void>; text: () => string }> {
  const socket = net.connect(Number(new URL(databaseUrl).port), '127.0.0.1');
  let buffer = Buffer.alloc(0);
  let types = '';
  let consumed = 0;
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    while (buffer.length >= consumed + 5 && buffer.length > consumed + buffer.readInt32BE(consumed + 1)) {
      types += String.fromCharCode(buffer[consumed] ?? 0);
      consumed += 1 + buffer.readInt32BE(consumed + 1);
    }
    socket.emit('parsed');
  });
  const received = async (type: string): Promise<void> => {
    while (!types.includes(type)) await new Promise((resolve) => socket.once('parsed', resolve));
    types = types.slice(types.indexOf(type) + 1);
  };
  const frame = (body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([length, body]);
  };
  socket.write(frame(Buffer.from('\0\x03\0\0user\0postgres\0database\0postgres\0\0', 'latin1')));
  await received('Z');
  return {
    socket,
    received,
    send: (type, body) => void socket.write(Buffer.concat([Buffer.from(type), frame(Buffer.from(body, 'latin1'))])),
    text: () => buffer.toString('latin1'),
  };
}
