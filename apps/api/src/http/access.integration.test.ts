import cookie from '@fastify/cookie';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditLogService } from '../routes/audit-log/service.ts';
import { signInService, type SignInService } from '../routes/sign-in/service.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { includesRole, maySimulate, roles, type Role } from './access.ts';
import { recogniseSignIn, requireSignIn } from './authentication.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** Every route behind a sign-in, with the role that its documentation names. */
function protectedRoutes(): { path: string; url: string; method: string; role: Role }[] {
  const document = test.app.swagger() as { paths: Record<string, Record<string, { security?: object[]; description?: string }>> }; // Our own document.
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { security, description }]) => {
      if (security?.some((each) => 'signInCookie' in each) !== true) return [];
      const role = /Needs the role (\w+)\.$/.exec(description ?? '')?.[1] as Role;
      return [{ path, url: path.replace(/\{hash\}/, 'a'.repeat(64)).replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000'), method: method.toUpperCase(), role }];
    }),
  );
}

it('every route says which role it needs, and lets nobody less in', async () => {
  const routes = protectedRoutes();
  expect(routes.length).toBeGreaterThan(40);
  for (const { path, role } of routes) expect([path, roles]).toEqual([path, expect.arrayContaining([role])]);
  for (const role of ['viewer', 'experimenter'] as const) {
    const request = await test.withRole(role);
    for (const { path, url, method, role: least } of routes) {
      if (path === '/api/sign-out' || path === '/api/account/end-other-sign-ins') continue; // Would end what the next one needs, or succeed.
      const reply = await request({ method: method as 'GET', url });
      const isRefused = reply.statusCode === 403 && reply.json().code === 'account.role_missing';
      expect([method, path, isRefused]).toEqual([method, path, !includesRole(role, least)]);
    }
  }
});

it('viewers change nothing but their own account', () => {
  for (const { path, method, role } of protectedRoutes()) {
    if (method === 'GET' || path.startsWith('/api/account/') || path === '/api/sign-out') continue;
    expect([method, path, role]).not.toEqual([method, path, 'viewer']);
  }
});

it('who may not is told what it needs', async () => {
  const viewer = await test.withRole('viewer');
  expect((await viewer({ method: 'POST', url: '/api/studies', payload: {} })).json()).toMatchObject({ status: 403, code: 'account.role_missing', detail: expect.stringContaining('experimenter'), fix: expect.stringContaining('owner') });
});

it('a route without a role is refused when the server is put together', () => {
  const app = Fastify();
  requireSignIn(app, {} as SignInService);
  expect(() => app.get('/forgotten', async () => 'x')).toThrow(/does not say which role/);
});

it('a route that is open to everybody learns who asks; simulated raters need somebody who may', async () => {
  const app = Fastify();
  const dependencies = { store: test.store, secrets: test.secrets, now: () => test.clock.now };
  const signIns = signInService(dependencies, auditLogService(dependencies));
  await app.register(cookie);
  app.decorateRequest('signedIn', null);
  app.addHook('onRequest', recogniseSignIn(signIns));
  app.post('/who', async (request) => ({ maySimulate: maySimulate(request.signedIn) }));
  const ask = async (token?: string) => (await app.inject({ method: 'POST', url: '/who', headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })).json().maySimulate;
  const tokenOf = async (role: Role, scopes: string[]) => (await (await test.withRole(role))({ method: 'POST', url: '/api/account/tokens', payload: { name: 'raters', scopes, days: 1 } })).json().token as string;
  expect(await ask()).toBe(false);
  expect(await ask('of-a-rater-of-no-account')).toBe(false);
  expect(await ask(await tokenOf('experimenter', ['simulate']))).toBe(true);
  expect(await ask(await tokenOf('experimenter', ['read', 'write']))).toBe(false);
});
