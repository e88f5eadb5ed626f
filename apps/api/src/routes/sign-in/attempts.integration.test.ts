import type { FastifyInstance } from 'fastify';
import { passwordMatches } from '@lookalike/secrets';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestApp, testEmail, testPassword, type TestApp } from '../../testing/test-app.ts';
import { auditLogService } from '../audit-log/service.ts';
import { attemptLimits } from './attempts.ts';
import { signInService } from './service.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(() => test.store.prisma.signInAttempt.deleteMany());

const proxy = '10.0.0.1';
const right = { email: testEmail, password: testPassword };
const wrong = { ...right, password: 'wrong' };

/** The sign-in as a process has it, with a count of the passwords that it looked at. No password costs time here but the right one's. */
function processOf(given: Pick<TestApp, 'store' | 'secrets' | 'clock'>) {
  const dependencies = { ...given, now: () => given.clock.now };
  let looked = 0;
  const signIns = signInService(dependencies, auditLogService(dependencies), { matches: async (password, hash) => (looked++, password === testPassword && passwordMatches(password, hash)) });
  const signIn = (account: { email: string; password: string }, address: string, deviceCookie?: string) => signIns.signIn({ ...account, origin: { address, device: 'test' }, deviceCookie });
  /** @returns how many of them looked at the password */
  const fail = async (count: number, account: { email: string; password: string }, address: string | ((n: number) => string)): Promise<number> => {
    const before = looked;
    for (let n = 0; n < count; n++) await expect(signIn(account, typeof address === 'string' ? address : address(n))).rejects.toMatchObject({ code: expect.stringMatching(/^sign_in\.(wrong|too_many)$/) });
    return looked - before;
  };
  return { signIn, fail, looked: () => looked };
}

it('a stranger behind the same proxy does not lock the owner’s browser out, whatever they try', async () => {
  const { signIn, fail } = processOf(test);
  const { deviceCookie } = await signIn(right, proxy);
  await fail(30, wrong, proxy);
  await fail(150, { email: 'somebody@else.example', password: 'wrong' }, proxy);
  await expect(signIn(right, proxy)).rejects.toMatchObject({ code: 'sign_in.too_many' });
  expect((await signIn(right, proxy, deviceCookie)).experimenter.email).toBe(testEmail);
});

it('who knows an e-mail locks nobody out: from one address not even a new browser elsewhere, from many not one that was there before', async () => {
  const { signIn, fail } = processOf(test);
  const { deviceCookie } = await signIn(right, proxy);
  await fail(50, wrong, '10.9.0.1');
  expect((await signIn(right, '10.8.0.1')).experimenter.email).toBe(testEmail);
  await fail(200, wrong, (n) => `10.7.${n}.1`);
  await expect(signIn(right, '10.8.0.1')).rejects.toMatchObject({ code: 'sign_in.too_many', facts: { retryAfterSeconds: expect.any(Number) } });
  expect((await signIn(right, '10.8.0.1', deviceCookie)).experimenter.email).toBe(testEmail);
});

it('a cookie that is not this installation’s, or another account’s, makes nobody known', async () => {
  const { signIn, fail } = processOf(test);
  const { deviceCookie } = await signIn(right, proxy);
  await test.store.prisma.experimenter.create({ data: { email: 'other@lab.example', passwordHash: (await test.store.prisma.experimenter.findFirstOrThrow()).passwordHash } });
  const other = await signIn({ email: 'other@lab.example', password: testPassword }, proxy);
  await fail(11, wrong, proxy);
  for (const cookie of [undefined, 'x.y', `${deviceCookie}a`, other.deviceCookie]) await expect(signIn(right, proxy, cookie)).rejects.toMatchObject({ code: 'sign_in.too_many' });
});

it('over its limit a password is not looked at, on whatever process and after a restart; the wait ends', async () => {
  const [one, two] = [processOf(test), processOf(test)];
  const limit = attemptLimits.accountAndAddress.count;
  expect((await one.fail(limit / 2, wrong, proxy)) + (await two.fail(limit / 2, wrong, proxy))).toBe(limit);
  expect(await one.fail(3, right, proxy)).toBe(0);
  expect(await processOf(test).fail(3, right, proxy)).toBe(0);
  const start = test.clock.now;
  test.clock.now = new Date(start.getTime() + attemptLimits.accountAndAddress.windowMs + 1000);
  expect((await one.signIn(right, proxy)).experimenter.email).toBe(testEmail);
  test.clock.now = start;
});

it('attempts made at the same time all count', async () => {
  const { signIn, looked } = processOf(test);
  await Promise.allSettled(Array.from({ length: 40 }, () => signIn(wrong, proxy)));
  expect(looked()).toBe(attemptLimits.accountAndAddress.count);
});

it('an account that does not exist costs as much as one that does', async () => {
  const { fail } = processOf(test);
  expect(await fail(1, wrong, proxy)).toBe(1);
  expect(await fail(1, { email: 'nobody@x', password: 'wrong' }, proxy)).toBe(1);
});

it('signing in rightly, however often, is never too often', async () => {
  const { signIn } = processOf(test);
  for (let n = 0; n <= attemptLimits.accountAndAddress.count; n++) await signIn(right, proxy);
});

it('neither e-mail nor address is written down for it', async () => {
  const { fail } = processOf(test);
  await fail(3, wrong, '203.0.113.7');
  expect(JSON.stringify(await test.store.prisma.signInAttempt.findMany())).not.toMatch(/203\.0\.113|localhost/);
});

it('over HTTP: two processes, one count, and a browser that was there before', async () => {
  const inject = (app: FastifyInstance, payload: object, cookie?: string) => app.inject({ method: 'POST', url: '/api/sign-in', payload, remoteAddress: '10.5.0.1', headers: cookie === undefined ? {} : { cookie } });
  const cookie = (await inject(test.app, right)).cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const second = await test.restart();
  for (let n = 0; n < 10; n++) await inject(n % 2 === 0 ? test.app : second, wrong);
  const refused = await inject(second, right);
  expect(refused.json()).toMatchObject({ status: 429, code: 'sign_in.too_many' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(500);
  expect((await inject(second, right, cookie)).statusCode).toBe(200);
});
