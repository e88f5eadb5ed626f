import { hashPassword } from '@lookalike/secrets';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, testPassword, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

let count = 0;
/** An account of its own, and a way to sign it in. */
async function makeAccount({ role = 'experimenter', password = testPassword }: { role?: 'owner' | 'experimenter' | 'viewer'; password?: string } = {}) {
  const email = `person-${++count}@lab.example`;
  await test.store.prisma.experimenter.create({ data: { email, role, passwordHash: await hashPassword(password) } });
  const signIn = async (given = password, headers: Record<string, string> = {}) => {
    const reply = await test.app.inject({ method: 'POST', url: '/api/sign-in', payload: { email, password: given }, headers });
    const { token } = reply.json<{ token: string }>();
    const request = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => test.app.inject({ method, url, ...(payload !== undefined && { payload }), headers: { authorization: `Bearer ${token}` } });
    return { reply, token, request };
  };
  return { email, signIn };
}
const asToken = (token: string, method: 'GET' | 'POST', url: string, payload?: object) => test.app.inject({ method, url, ...(payload !== undefined && { payload }), headers: { authorization: `Bearer ${token}` } });

it('a new password needs the present one and 12 characters, and ends the other sign-ins', async () => {
  const { signIn } = await makeAccount();
  const [here, elsewhere] = [await signIn(), await signIn()];
  const change = (presentPassword: string, newPassword: string) => here.request('POST', '/api/account/password', { presentPassword, newPassword });
  expect((await change('guess', 'a new password')).json()).toMatchObject({ status: 403, code: 'account.password_wrong' });
  expect((await change(testPassword, 'elevenchars')).json()).toMatchObject({ status: 422, code: 'account.password_too_short' });
  expect((await elsewhere.request('GET', '/api/me')).statusCode).toBe(200);

  expect((await change(testPassword, 'a new password')).statusCode).toBe(204);
  expect((await here.request('GET', '/api/me')).statusCode).toBe(200);
  expect((await elsewhere.request('GET', '/api/me')).statusCode).toBe(401);
  expect((await signIn(testPassword)).reply.statusCode).toBe(401);
  expect((await signIn('a new password')).reply.statusCode).toBe(200);
});

it('an unattended browser cannot guess the present password', async () => {
  const here = await (await makeAccount()).signIn();
  for (let n = 0; n < 10; n++) await here.request('POST', '/api/account/password', { presentPassword: `guess ${n}`, newPassword: 'a new password' });
  expect((await here.request('POST', '/api/account/password', { presentPassword: testPassword, newPassword: 'a new password' })).json()).toMatchObject({ status: 429, code: 'sign_in.too_many' });
});

it('who signs in with a shorter password of earlier times gets in, and is asked to change it', async () => {
  const { signIn } = await makeAccount({ password: 'old one' });
  const here = await signIn();
  expect(here.reply.json()).toMatchObject({ passwordIsShort: true });
  expect((await here.request('GET', '/api/me')).json()).toMatchObject({ passwordIsShort: true });
  await here.request('POST', '/api/account/password', { presentPassword: 'old one', newPassword: 'a new password' });
  expect((await here.request('GET', '/api/me')).json()).toMatchObject({ passwordIsShort: false });
});

it('sign-ins are listed with where they are from, and ended one by one or all others', async () => {
  const { signIn } = await makeAccount();
  const here = await signIn(testPassword, { 'user-agent': 'Here/1' });
  await signIn(testPassword, { 'user-agent': 'Lost laptop/1' });
  const third = await signIn(testPassword, { 'user-agent': 'Third/1' });
  const list = async () => (await here.request('GET', '/api/account/sign-ins')).json<{ signIns: { id: string; isThis: boolean; device: string; address: string }[] }>().signIns;
  expect((await list()).map(({ device, address, isThis }) => [device, address, isThis]).sort()).toEqual([['Here/1', '127.0.0.1', true], ['Lost laptop/1', '127.0.0.1', false], ['Third/1', '127.0.0.1', false]]);
  const lost = (await list()).find(({ device }) => device === 'Lost laptop/1')?.id ?? '';
  expect((await here.request('DELETE', `/api/account/sign-ins/${lost}`)).statusCode).toBe(204);
  expect((await here.request('DELETE', `/api/account/sign-ins/${lost}`)).json()).toMatchObject({ status: 404, code: 'account.sign_in_not_found' });

  const stranger = await (await makeAccount()).signIn();
  const thirdId = (await list()).find(({ device }) => device === 'Third/1')?.id ?? '';
  expect((await stranger.request('DELETE', `/api/account/sign-ins/${thirdId}`)).statusCode).toBe(404);

  expect((await here.request('POST', '/api/account/end-other-sign-ins')).statusCode).toBe(204);
  expect((await third.request('GET', '/api/me')).statusCode).toBe(401);
  expect(await list()).toHaveLength(1);
});

it('an API token is shown once, does what it was made for, and ends', async () => {
  const here = await (await makeAccount()).signIn();
  const make = async (scopes: string[], days = 30) => (await here.request('POST', '/api/account/tokens', { name: scopes.join(), scopes, days })).json<{ token: string; apiToken: { id: string } }>();
  const [reading, writing] = [await make(['read']), await make(['read', 'write'])];
  expect(reading.token).toMatch(/^lookalike_[A-Za-z0-9_-]{43}$/);
  expect(JSON.stringify([await test.store.prisma.apiToken.findMany(), (await here.request('GET', '/api/account/tokens')).json()])).not.toContain(reading.token);

  expect((await asToken(reading.token, 'GET', '/api/studies')).statusCode).toBe(200);
  expect((await asToken(reading.token, 'POST', '/api/studies', {})).json()).toMatchObject({ status: 403, code: 'account.scope_missing', expected: 'The scope write.' });
  expect((await asToken(writing.token, 'POST', '/api/studies', {})).statusCode).toBe(400);
  expect((await asToken((await make(['simulate'])).token, 'GET', '/api/studies')).json()).toMatchObject({ status: 403, code: 'account.scope_missing' });
  expect((await asToken(reading.token, 'GET', '/api/me')).json()).toMatchObject({ tokenName: 'read' });

  const lastUsed = (await here.request('GET', '/api/account/tokens')).json<{ apiTokens: { id: string; lastUsedAt: string | null }[] }>().apiTokens.find(({ id }) => id === reading.apiToken.id)?.lastUsedAt;
  expect(lastUsed).toBe(test.clock.now.toISOString());

  expect((await here.request('DELETE', `/api/account/tokens/${reading.apiToken.id}`)).statusCode).toBe(204);
  expect((await asToken(reading.token, 'GET', '/api/studies')).statusCode).toBe(401);
  const start = test.clock.now;
  test.clock.now = new Date(start.getTime() + 30.1 * 86_400_000);
  expect((await asToken(writing.token, 'GET', '/api/studies')).statusCode).toBe(401);
  test.clock.now = start;
});

it('an API token does nothing with accounts, so one that leaks makes no others', async () => {
  const here = await (await makeAccount({ role: 'owner' })).signIn();
  const { token } = (await here.request('POST', '/api/account/tokens', { name: 'all', scopes: ['read', 'write', 'simulate', 'recruit'], days: 1 })).json<{ token: string }>();
  const attempts: readonly (readonly ['GET' | 'POST', string, object?])[] = [['POST', '/api/account/tokens', { name: 'more', scopes: ['read'], days: 1 }], ['GET', '/api/account/sign-ins'], ['GET', '/api/accounts'], ['GET', '/api/audit-log'], ['POST', '/api/invitations', { email: 'a@b', role: 'owner' }]];
  for (const [method, url, payload] of attempts) expect((await asToken(token, method, url, payload)).json()).toMatchObject({ status: 403, code: 'account.scope_missing' });
});

it('a token is never more than its account’s role, when it is made and later', async () => {
  const { email, signIn } = await makeAccount();
  const here = await signIn();
  const { token } = (await here.request('POST', '/api/account/tokens', { name: 'writes', scopes: ['read', 'write'], days: 1 })).json<{ token: string }>();
  await test.store.prisma.experimenter.update({ where: { email }, data: { role: 'viewer' } });
  expect((await asToken(token, 'GET', '/api/studies')).statusCode).toBe(200);
  expect((await asToken(token, 'POST', '/api/studies', {})).json()).toMatchObject({ status: 403, code: 'account.role_missing' });
  expect((await here.request('POST', '/api/account/tokens', { name: 'more', scopes: ['read', 'simulate'], days: 1 })).json()).toMatchObject({ status: 403, code: 'account.role_missing', detail: expect.stringContaining('simulate') });
});

it('a token is gone from the list once it is taken back, one that has run out too', async () => {
  const { signIn } = await makeAccount();
  const here = await signIn();
  const made: string[] = [];
  for (const name of ['counts', 'has run out']) made.push((await here.request('POST', '/api/account/tokens', { name, scopes: ['read'], days: 1 })).json<{ apiToken: { id: string } }>().apiToken.id);
  await test.store.prisma.apiToken.update({ where: { id: made[1]! }, data: { expiresAt: new Date(test.clock.now.getTime() - 1) } });
  for (const id of made) expect((await here.request('DELETE', `/api/account/tokens/${id}`)).statusCode).toBe(204);
  expect((await here.request('GET', '/api/account/tokens')).json()).toEqual({ apiTokens: [] });
});
