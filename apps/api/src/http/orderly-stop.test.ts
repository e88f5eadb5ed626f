import http from 'node:http';
import { Readable } from 'node:stream';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { finishOnClose } from './orderly-stop.ts';

const agent = new http.Agent({ keepAlive: true });
afterEach(() => agent.destroy());

interface Waiting {
  readonly app: FastifyInstance;
  readonly url: string;
  /** Requests that wait for their answer. */
  readonly waiting: (() => void)[];
}

/** A server whose `/slow` answers when it is told to, and whose `/file` goes on when it is told to. */
async function start(withinMs?: number): Promise<Waiting> {
  const app = Fastify({ forceCloseConnections: 'idle' });
  finishOnClose(app, withinMs);
  const waiting: (() => void)[] = [];
  const told = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  app.get('/slow', async () => (await told(), { done: true }));
  app.get('/file', async (_request, reply) => reply.type('text/csv').send(Readable.from(rows(told))));
  app.get('/fast', async () => ({ done: true }));
  return { app, url: await app.listen({ host: '127.0.0.1', port: 0 }), waiting };
}

async function* rows(told: () => Promise<void>): AsyncGenerator<string> {
  yield 'first\n';
  await told();
  yield 'last\n';
}

/** The whole answer; undefined where the connection was cut. */
function get(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = http.get(url, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () => resolve(text)).once('error', () => resolve(undefined));
    });
    request.once('error', () => resolve(undefined));
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

it('requests and a download that are under way are finished, and nobody new is let in', async () => {
  const { app, url, waiting } = await start();
  await get(`${url}/fast`); // Leaves an idle connection behind.
  const answers = [...Array.from({ length: 40 }, () => get(`${url}/slow`)), get(`${url}/file`)];
  await until(() => waiting.length === 41);
  const closed = app.close();
  await until(() => !app.server.listening);
  expect(await get(`${url}/fast`)).toBeUndefined();
  for (const answer of waiting) answer();
  expect(await Promise.all(answers)).toEqual([...Array.from({ length: 40 }, () => '{"done":true}'), 'first\nlast\n']);
  await closed;
});

it('what never ends is cut', async () => {
  const { app, url, waiting } = await start(50);
  const answers = [get(`${url}/slow`), get(`${url}/file`)];
  await until(() => waiting.length === 2);
  await app.close();
  expect(await Promise.all(answers)).toEqual([undefined, undefined]);
});
