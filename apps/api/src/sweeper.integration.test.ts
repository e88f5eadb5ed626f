import { createSignIn } from '@lookalike/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sweeper } from './sweeper.ts';
import { startTestApp, testEmail, testPassword, type TestApp } from './testing/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const signIn = () => test.app.inject({ method: 'POST', url: '/api/sign-in', payload: { email: testEmail, password: testPassword } });
const oldCount = () => test.store.prisma.signIn.count({ where: { device: 'old' } });
let made = 0;
const addOld = async (): Promise<void> => {
  const { id } = await test.store.prisma.experimenter.findFirstOrThrow();
  await createSignIn(test.store.prisma, { token: `old ${++made}`, experimenterId: id, device: 'old', address: '', passwordIsShort: false, now: new Date(0), expiresAt: new Date(1) });
};

it('what is over is removed by the sweeper, once an hour, and not by who signs in', async () => {
  await addOld();
  expect((await signIn()).statusCode).toBe(200);
  expect(await oldCount()).toBe(1);
  const { tick } = sweeper({ store: test.store, now: () => test.clock.now, sections: { version: 'test' }, log: { info: () => undefined } });
  await tick();
  expect(await oldCount()).toBe(0);
  await addOld();
  await tick();
  expect(await oldCount()).toBe(1);
  test.clock.now = new Date(test.clock.now.getTime() + 60 * 60_000);
  await tick();
  expect(await oldCount()).toBe(0);
});
