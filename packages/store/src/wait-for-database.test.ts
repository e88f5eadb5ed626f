import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { waitForDatabase } from './wait-for-database.ts';

/** What PostgreSQL says to whom it lets in, and to whom it does not. @see PostgreSQL manual, 55.7 Message Formats */
const welcome = 'R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I';
const refusal = 'E\0\0\0\x1dSFATAL\0C28P01\0Mno entry\0\0';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(answer: string, port = 0): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(answer));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port; // A listening TCP server has an address object.
}

const urlOf = (port: number): string => `postgresql://postgres:secret@127.0.0.1:${port}/postgres`;

it('a database that starts later is waited for, and that is said once', async () => {
  const port = await serve(welcome);
  servers.splice(0).forEach((server) => server.close());
  const said: string[] = [];
  let hasSaid = (): void => undefined;
  const first = new Promise<void>((resolve) => (hasSaid = resolve));
  const waiting = waitForDatabase(urlOf(port), { say: (sentence) => (said.push(sentence), hasSaid()), withinMs: 300_000 });
  await first;
  await serve(welcome, port);
  await waiting;
  expect(said).toEqual([`The database at 127.0.0.1:${port} cannot be reached: connect ECONNREFUSED 127.0.0.1:${port}. Trying again for 300 s.`]);
});

it('one that does not start is given up, with what to do', async () => {
  const waiting = waitForDatabase(urlOf(1), { say: () => undefined, withinMs: 300 });
  await expect(waiting).rejects.toMatchObject({ code: 'store.database_unreachable', message: expect.stringMatching(/^The database at 127\.0\.0\.1:1 could not be reached within 0\.3 s: .*Start it, or correct DATABASE_URL/) });
});

it('one that lets nobody in is not waited for', async () => {
  const waiting = waitForDatabase(urlOf(await serve(refusal)), { say: () => undefined });
  await expect(waiting).rejects.toMatchObject({ code: 'store.database_refused', message: expect.stringContaining('no entry') });
});
