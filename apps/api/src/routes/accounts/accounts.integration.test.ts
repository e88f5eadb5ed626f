import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, testEmail, testPassword, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const post = (url: string, payload: object) => test.app.inject({ method: 'POST', url, payload });
const asOwner = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) => test.asExperimenter({ method, url, ...(payload !== undefined && { payload }) });
const invite = async (email: string, role = 'experimenter') => {
  const made = (await asOwner('POST', '/api/invitations', { email, role })).json<{ url: string; invitation: { id: string; email: string } }>();
  return { ...made, token: made.url.split('#')[1] ?? '' };
};
const accountOf = async (email: string) => (await asOwner('GET', '/api/accounts')).json<{ accounts: { id: string; email: string; role: string; isActive: boolean }[] }>().accounts.find((account) => account.email === email);

it('the first account is an owner', async () => {
  expect(await accountOf(testEmail)).toMatchObject({ role: 'owner', isActive: true });
});

it('a link invites once: who accepts sets a password, is signed in, and has the role', async () => {
  const { token, url } = await invite('New@Lab.example', 'viewer');
  expect(url).toMatch(/^http:\/\/lookalike\.test\/console\/invitation#[\w-]{43}$/);
  expect(JSON.stringify(await test.store.prisma.invitation.findMany())).not.toContain(token);
  expect((await post('/api/invitations/open', { token })).json()).toMatchObject({ email: 'new@lab.example', role: 'viewer', invitedBy: testEmail });

  expect((await post('/api/invitations/accept', { token, password: 'too short' })).json()).toMatchObject({ status: 422, code: 'account.password_too_short' });
  const accepted = await post('/api/invitations/accept', { token, password: testPassword });
  expect(accepted.json()).toMatchObject({ experimenter: { email: 'new@lab.example', role: 'viewer' } });
  expect(accepted.cookies.map(({ name }) => name)).toContain('lookalike_sign_in');
  expect((await post('/api/invitations/accept', { token, password: testPassword })).json()).toMatchObject({ status: 404, code: 'account.invitation_not_found' });
  expect((await post('/api/sign-in', { email: 'new@lab.example', password: testPassword })).statusCode).toBe(200);
});

it('of two who use a link at the same time one gets the account', async () => {
  const { token } = await invite('race@lab.example');
  const replies = await Promise.all([1, 2, 3].map((n) => post('/api/invitations/accept', { token, password: `${testPassword} ${n}` })));
  expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 404, 404]);
});

it('a link that is too old, taken back or replaced does not count', async () => {
  const [old, back, first] = [await invite('old@lab.example'), await invite('back@lab.example'), await invite('twice@lab.example')];
  const second = await invite('twice@lab.example');
  expect((await asOwner('DELETE', `/api/invitations/${back.invitation.id}`)).statusCode).toBe(204);
  const start = test.clock.now;
  for (const { token } of [back, first]) expect((await post('/api/invitations/open', { token })).statusCode).toBe(404);
  expect((await post('/api/invitations/open', { token: second.token })).statusCode).toBe(200);
  test.clock.now = new Date(start.getTime() + 7.1 * 86_400_000);
  expect((await post('/api/invitations/accept', { token: old.token, password: testPassword })).statusCode).toBe(404);
  test.clock.now = start;
});

it('who has an account is not invited', async () => {
  expect((await asOwner('POST', '/api/invitations', { email: testEmail.toUpperCase(), role: 'viewer' })).json()).toMatchObject({ status: 409, code: 'account.email_taken' });
});

it('an account that is deactivated is signed out at once, its tokens end, and it looks like none', async () => {
  const leaver = await test.withRole('experimenter');
  const { token } = (await leaver({ method: 'POST', url: '/api/account/tokens', payload: { name: 'script', scopes: ['read'], days: 9 } })).json<{ token: string }>();
  const { email, id } = (await leaver({ url: '/api/me' })).json<{ experimenter: { email: string; id: string } }>().experimenter;
  expect((await asOwner('PATCH', `/api/accounts/${id}`, { isActive: false })).json()).toMatchObject({ isActive: false });
  expect((await leaver({ url: '/api/me' })).statusCode).toBe(401);
  expect((await test.app.inject({ url: '/api/studies', headers: { authorization: `Bearer ${token}` } })).statusCode).toBe(401);
  const [left, never] = [(await post('/api/sign-in', { email, password: testPassword })).json(), (await post('/api/sign-in', { email: 'never@x', password: testPassword })).json()];
  expect({ ...left, requestId: '' }).toEqual({ ...never, requestId: '' });

  await asOwner('PATCH', `/api/accounts/${id}`, { isActive: true });
  expect((await post('/api/sign-in', { email, password: testPassword })).statusCode).toBe(200);
});

it('a role that is changed counts at once', async () => {
  const person = await test.withRole('viewer');
  const { id } = (await person({ url: '/api/me' })).json<{ experimenter: { id: string } }>().experimenter;
  expect((await person({ method: 'POST', url: '/api/studies', payload: {} })).statusCode).toBe(403);
  await asOwner('PATCH', `/api/accounts/${id}`, { role: 'experimenter' });
  expect((await person({ method: 'POST', url: '/api/studies', payload: {} })).statusCode).toBe(400);
});

it('an owner is always left', async () => {
  const owner = await accountOf(testEmail);
  for (const change of [{ role: 'viewer' }, { isActive: false }]) expect((await asOwner('PATCH', `/api/accounts/${owner?.id}`, change)).json()).toMatchObject({ status: 409, code: 'account.last_owner' });
  const second = await test.withRole('owner');
  const { id } = (await second({ url: '/api/me' })).json<{ experimenter: { id: string } }>().experimenter;
  // Each takes the other's role away at the same time: one of them comes too late.
  const replies = await Promise.all([asOwner('PATCH', `/api/accounts/${id}`, { role: 'viewer' }), second({ method: 'PATCH', url: `/api/accounts/${owner?.id}`, payload: { role: 'viewer' } })]);
  expect(replies.map(({ statusCode }) => statusCode)).toContain(200);
  expect(await test.store.prisma.experimenter.count({ where: { role: 'owner', deactivatedAt: null } })).toBe(1);
});
