import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerTo, enter, enteredRater, nextTrial, sideOfIdentical } from '../../testing/rater.ts';
import { launchStudyOf } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('entries that hang keep nobody from answering, and take no connections while they wait', async () => {
  const { linkToken } = await launchStudyOf(test, {}, { places: 100 });
  const rater = await enteredRater(test.app, linkToken);
  const trial = nextTrial(await rater.consent());
  if (trial === undefined) throw new Error('The study shows nothing.');

  const known = await rater.known();
  const { prisma } = test.store;
  const original = prisma.$transaction.bind(prisma) as (...args: unknown[]) => Promise<unknown>;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let transactions = 0;
  Object.assign(prisma, { $transaction: (...args: unknown[]) => (transactions++, held.then(() => original(...args))) });
  const entries = Array.from({ length: 30 }, () => enter(test.app, linkToken));
  while (transactions === 0) await new Promise((resolve) => setImmediate(resolve));

  const reply = await rater.post('responses', { responses: [answerTo(trial, sideOfIdentical(trial, known.shown(trial)))] });
  expect(reply.statusCode).toBe(200);
  expect(transactions).toBe(1);

  release();
  for (const { statusCode, headers } of await Promise.all(entries)) {
    // On a slow machine some have waited too long by now.
    if (statusCode !== 201) expect([statusCode, headers['retry-after']]).toEqual([503, '5']);
  }
  Object.assign(prisma, { $transaction: original });
});

it('a database that has too much to do is no failure of the server', async () => {
  const { linkToken } = await launchStudyOf(test);
  const { prisma } = test.store;
  const original = prisma.$transaction.bind(prisma);
  const late = Object.assign(new Error('Transaction API error: Unable to start a transaction in the given time.'), { code: 'P2028' });
  Object.assign(prisma, { $transaction: () => Promise.reject(late) });
  const reply = await enter(test.app, linkToken);
  Object.assign(prisma, { $transaction: original });
  expect([reply.statusCode, reply.headers['retry-after'], reply.json().code]).toEqual([503, '5', 'server.busy']);
});
