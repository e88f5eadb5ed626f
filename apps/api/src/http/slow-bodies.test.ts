import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { endSlowBodies } from './slow-bodies.ts';

const pace = { everyMs: 60_000, leastBytes: 1000, afterAnswerMs: 10_000 };
let app: FastifyInstance;
let receivedBytes: number;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  receivedBytes = 0;
  app = Fastify();
  endSlowBodies(app, pace);
  app.addContentTypeParser('application/octet-stream', async (_request: unknown, payload: AsyncIterable<Buffer>) => {
    for await (const part of payload) receivedBytes += part.length;
    return receivedBytes;
  });
  app.post('/', async ({ body }) => ({ bytes: body }));
  app.post('/refused', { onRequest: async (_request, reply) => reply.code(401).send({}) }, async () => null);
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  vi.useRealTimers();
  await app.close();
});

/** Sends the head of a request whose body is as long. */
async function begin(path: string, length: number): Promise<{ socket: net.Socket; text: () => string }> {
  const { port } = app.server.address() as AddressInfo; // A listening TCP server has an address object.
  const socket = net.connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (part) => (text += part.toString()));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const arrived = once(app.server, 'request');
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\ncontent-length: ${length}\r\n\r\n`);
  await arrived;
  return { socket, text: () => text };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

it('a body that comes a byte at a time is not waited for', async () => {
  const { socket, text } = await begin('/', 4000);
  for (let byte = 1; byte <= 11; byte++) {
    socket.write('x');
    await until(() => receivedBytes === byte);
    await vi.advanceTimersByTimeAsync(5_000);
  }
  expect(socket.destroyed).toBe(false);
  await vi.advanceTimersByTimeAsync(5_000);
  await once(socket, 'close');
  expect(text()).toBe('');
});

it('a long body on a slow line is taken, however long it takes', async () => {
  const { socket, text } = await begin('/', 30_000);
  for (let minute = 1; minute <= 30; minute++) {
    socket.write('x'.repeat(1000));
    await until(() => receivedBytes === minute * 1000);
    if (minute < 30) await vi.advanceTimersByTimeAsync(60_000);
  }
  await until(() => text().includes('{"bytes":30000}'));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(socket.destroyed).toBe(false); // Kept for the next request.
  socket.destroy();
});

it('who is refused while sending can read why, and is then cut', async () => {
  const { socket, text } = await begin('/refused', 1_000_000);
  await until(() => text().includes('401'));
  await vi.advanceTimersByTimeAsync(9_000);
  expect(socket.destroyed).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  await once(socket, 'close');
});
