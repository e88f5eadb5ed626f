import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, testEmail, testPassword, type TestApp } from '../../testing/test-app.ts';
import { forgetOld } from './forget-old.ts';
import { createFirstAccount, signInEnds } from './service.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const signIn = (payload: object, remoteAddress = '127.0.0.1') => test.app.inject({ method: 'POST', url: '/api/sign-in', payload, remoteAddress });
const right = { email: testEmail, password: testPassword };

it('signing in gives a token and a cookie that scripts cannot read', async () => {
  const reply = await signIn(right);
  const { experimenter, token } = reply.json();
  expect(experimenter.email).toBe(testEmail);
  expect(reply.cookies).toEqual([
    expect.objectContaining({ name: 'lookalike_sign_in', value: token, httpOnly: true, sameSite: 'Lax', path: '/' }),
    expect.objectContaining({ name: 'lookalike_device', httpOnly: true, sameSite: 'Lax', path: '/api' }),
  ]);
  for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `lookalike_sign_in=${token}` }]) {
    expect((await test.app.inject({ url: '/api/me', headers })).json()).toEqual({ experimenter, passwordIsShort: false, tokenName: null });
  }
  // Only the token's hash is stored.
  expect(JSON.stringify(await test.store.prisma.signIn.findMany())).not.toContain(token);
});

it('a wrong password and an unknown account look the same', async () => {
  const [wrong, unknown] = [(await signIn({ ...right, password: 'no' }, '10.1.0.1')).json(), (await signIn({ email: 'nobody@x', password: 'no' }, '10.1.0.1')).json()];
  expect(wrong).toMatchObject({ status: 401, code: 'sign_in.wrong' });
  expect({ ...wrong, requestId: '' }).toEqual({ ...unknown, requestId: '' });
});

it('a change with the cookie needs the header that other sites cannot send', async () => {
  const { token } = (await signIn(right)).json();
  const cookie = `lookalike_sign_in=${token}`;
  const out = (headers: Record<string, string>) => test.app.inject({ method: 'POST', url: '/api/sign-out', headers });
  expect((await out({ cookie })).json()).toMatchObject({ status: 403, code: 'request.header_missing' });
  expect((await out({ cookie, 'x-lookalike-request': '1' })).statusCode).toBe(204);
  expect((await test.app.inject({ url: '/api/me', headers: { cookie } })).json()).toMatchObject({ status: 401, code: 'sign_in.required' });
});

it('a sign-in ends three days after its last use, and after two weeks in any case; what has ended is removed', async () => {
  const { token } = (await signIn(right)).json();
  const me = () => test.app.inject({ url: '/api/me', headers: { authorization: `Bearer ${token}` } });
  const start = test.clock.now;
  const after = (days: number) => void (test.clock.now = new Date(start.getTime() + days * 86_400_000));
  for (const days of [2.9, 5.8, 8.7, 11.6, 13.9]) {
    after(days);
    expect((await me()).statusCode).toBe(200);
  }
  after(14.1);
  expect((await me()).statusCode).toBe(401);

  const idle = (await signIn(right)).json().token;
  after(14.1 + 3.1);
  expect((await test.app.inject({ url: '/api/me', headers: { authorization: `Bearer ${idle}` } })).statusCode).toBe(401);
  await signIn(right);
  await forgetOld(test.store.prisma, signInEnds(test.clock.now));
  expect(await test.store.prisma.signIn.count()).toBe(1);
  test.clock.now = start;
});

it('every experimenter’s address needs a sign-in', async () => {
  const document = test.app.swagger() as { paths: Record<string, Record<string, { security?: object[] }>> }; // Our own document.
  const protectedOnes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { security }]) => (security?.some((each) => 'signInCookie' in each) === true ? [{ path, method }] : [])),
  );
  expect(protectedOnes.length).toBeGreaterThan(24);
  for (const { path, method } of protectedOnes) {
    const url = path.replace(/\{hash\}/, 'a'.repeat(64)).replace(/\{\w+\}/, '00000000-0000-4000-8000-000000000000');
    const reply = await test.app.inject({ method: method.toUpperCase() as 'GET', url });
    expect([path, reply.statusCode, reply.json().code]).toEqual([path, 401, 'sign_in.required']);
  }
});

it('the first account is made once; its password is told only when it was made up', async () => {
  expect(await createFirstAccount(test, { email: 'second@x', password: undefined })).toEqual({ created: false });
  await test.store.prisma.experimenter.deleteMany();
  const made = await createFirstAccount(test, { email: 'First@X', password: undefined });
  expect(made.madeUpPassword).toMatch(/^.{24}$/);
  expect((await signIn({ email: 'first@x', password: made.madeUpPassword })).statusCode).toBe(200);
});
