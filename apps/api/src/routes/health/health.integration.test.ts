import { createServer, type AddressInfo } from 'node:net';
import { openStore } from '@lookalike/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { healthService } from './service.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const get = async (url: string) => {
  const reply = await test.app.inject({ url });
  return { status: reply.statusCode, view: reply.json() };
};

it('a server with its database lives and is ready', async () => {
  expect(await get('/live')).toEqual({ status: 200, view: { status: 'ok', version: '0.1.0' } });
  for (const url of ['/ready', '/api/health']) expect(await get(url)).toEqual({ status: 200, view: { status: 'ok', version: '0.1.0', database: 'ok' } });
});

it('a database that takes connections and says nothing: not ready, after a few seconds', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as AddressInfo; // A listening TCP server has an address object.
  const store = openStore({ databaseUrl: `postgresql://nobody@127.0.0.1:${port}/none` });
  let asked = 0;
  silent.on('connection', () => asked++);
  const health = healthService({ store });
  const views = await Promise.all(Array.from({ length: 20 }, () => health.check()));
  for (const view of views) expect(view).toEqual({ status: 'degraded', version: '0.1.0', database: 'unreachable' });
  expect(asked).toBe(1);
  expect(health.live()).toEqual({ status: 'ok', version: '0.1.0' });
  await store.close();
  silent.close();
});
