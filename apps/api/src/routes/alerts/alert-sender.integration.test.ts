import type { OutsideRequest } from '@lookalike/recruiting/clients';
import { listAlerts, raiseAlert } from '@lookalike/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchStudyOf } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { alertSignature } from './alert-sender.ts';

let test: TestApp;
let status = 200;
const sent: OutsideRequest[] = [];
beforeAll(async () => {
  test = await startTestApp({ publicWeb: async (request) => (sent.push(request), { status, headers: {}, body: '' }) });
});
afterAll(() => test.close());

const later = (minutes: number): void => void (test.clock.now = new Date(test.clock.now.getTime() + minutes * 60_000));

it('sends alerts signed, again until they are taken, and not again while nothing is new', async () => {
  const { studyId } = await launchStudyOf(test, {}, { alertUrl: 'https://hooks.lab.example/alerts' });
  const raise = () => raiseAlert(test.store.prisma, { studyId, kind: 'link_unfilled', facts: { parameters: ['PROLIFIC_PID'] }, now: test.clock.now });
  const count = async (): Promise<number> => (await test.alertSender.tick(), sent.length);
  expect(await count()).toBe(0);

  status = 500;
  await raise();
  expect([await count(), await count()]).toEqual([1, 1]);
  status = 200;
  later(1);
  expect([await count(), await count()]).toEqual([2, 2]);
  const { url, headers, body = '' } = sent[1]!;
  expect([url, JSON.parse(body)]).toMatchObject(['https://hooks.lab.example/alerts', { studyId, kind: 'link_unfilled', count: 1, facts: { parameters: ['PROLIFIC_PID'] } }]);
  const { secret } = (await test.asExperimenter({ url: `/api/studies/${studyId}/alert-secret` })).json<{ secret: string }>();
  expect(headers['x-lookalike-signature']).toBe(alertSignature(secret, headers['x-lookalike-timestamp']!, body));

  await raise();
  expect(await count()).toBe(2);
  await test.asExperimenter({ method: 'POST', url: `/api/studies/${studyId}/alerts/link_unfilled/seen` });
  await raise();
  expect(await count()).toBe(3);
  later(61);
  await raise();
  expect(await count()).toBe(4);
});

it('takes no address but an https one', async () => {
  const { studyId } = await launchStudyOf(test);
  for (const alertUrl of ['http://hooks.lab.example/', 'nonsense']) {
    expect((await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${studyId}/operation`, payload: { alertUrl } })).statusCode).toBe(400);
  }
});

it('says after the last attempt that they are not taken; without an address nothing is sent', async () => {
  sent.length = 0;
  status = 404;
  const { studyId } = await launchStudyOf(test, {}, { alertUrl: 'https://hooks.lab.example/gone' });
  const silent = await launchStudyOf(test);
  for (const id of [studyId, silent.studyId]) await raiseAlert(test.store.prisma, { studyId: id, kind: 'quota_reached', facts: {}, now: test.clock.now });
  for (let attempt = 0; attempt < 9; attempt++) {
    await test.alertSender.tick();
    later(600);
  }
  expect(sent.map(({ url }) => url)).toEqual(Array.from({ length: 7 }, () => 'https://hooks.lab.example/gone'));
  // Read from the store: by now the sign-in has ended.
  expect(await listAlerts(test.store.prisma, studyId)).toMatchObject([{ kind: 'webhook_failing', facts: { reason: 'The address answered with status 404.' } }, { kind: 'quota_reached' }]);
});
