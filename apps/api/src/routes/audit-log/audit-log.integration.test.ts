import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchStudyOf } from '../../testing/stored-study.ts';
import { startTestApp, testEmail, testPassword, type TestApp } from '../../testing/test-app.ts';
import { auditPageSize } from './schemas.ts';
import { auditLogService } from './service.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly token: string | null;
  readonly address: string;
  readonly device: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
const page = async (before?: string) => (await test.asExperimenter({ url: `/api/audit-log${before === undefined ? '' : `?before=${before}`}` })).json<{ entries: Entry[]; next: string | null }>();
const latest = async (action: string) => (await page()).entries.find((entry) => entry.action === action);

it('says who signed in and who tried, from where, and nothing that was typed', async () => {
  const signIn = (payload: object) => test.app.inject({ method: 'POST', url: '/api/sign-in', payload, remoteAddress: '203.0.113.7', headers: { 'user-agent': 'Browser/1' } });
  await signIn({ email: testEmail, password: testPassword });
  await signIn({ email: testEmail, password: 'a wrong password' });
  await signIn({ email: 'my password by mistake', password: 'a wrong password' });
  const { entries } = await page();
  expect(entries.filter(({ address }) => address === '203.0.113.7')).toEqual([
    expect.objectContaining({ action: 'sign_in.failed', actor: '', facts: { account: null } }),
    expect.objectContaining({ action: 'sign_in.failed', actor: '', facts: { account: testEmail } }),
    expect.objectContaining({ action: 'sign_in.succeeded', actor: testEmail, device: 'Browser/1' }),
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/wrong password|by mistake/);
});

it('says what became of a study, and who took its data, by which token', async () => {
  const { studyId } = await launchStudyOf(test);
  await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${studyId}/operation`, payload: { isPaused: true } });
  const viewer = await test.withRole('viewer');
  const { token } = (await viewer({ method: 'POST', url: '/api/account/tokens', payload: { name: 'nightly', scopes: ['read'], days: 1 } })).json<{ token: string }>();
  await test.app.inject({ url: `/api/studies/${studyId}/dataset.zip`, headers: { authorization: `Bearer ${token}` } });
  await test.app.inject({ url: `/api/studies/${studyId}/dataset/trials.csv`, headers: { authorization: `Bearer ${token}` } });
  await test.asExperimenter({ method: 'POST', url: `/api/studies/${studyId}/close` });
  const of = (await page()).entries.filter(({ facts }) => facts['studyId'] === studyId).reverse();
  expect(of.map(({ action, actor, token: name, facts }) => [action, actor === testEmail, name, facts['change'] ?? facts['table'] ?? facts['file'] ?? null])).toEqual([
    ['study.launched', true, null, null],
    ['study.operated', true, null, { isPaused: true }],
    ['dataset.downloaded', false, 'nightly', 'dataset.zip'],
    ['dataset.downloaded', false, 'nightly', 'trials'],
    ['study.closed', true, null, null],
  ]);
  expect(await latest('token.created')).toMatchObject({ facts: { tokenName: 'nightly', scopes: ['read'] } });
  expect(JSON.stringify(await test.store.prisma.auditEntry.findMany())).not.toContain(token);
});

it('what was refused is not said to have been done', async () => {
  const { studyId } = await launchStudyOf(test);
  const before = (await page()).entries.length;
  expect((await test.asExperimenter({ method: 'POST', url: `/api/studies/${studyId}/launch` })).statusCode).toBe(409);
  expect((await page()).entries).toHaveLength(before);
});

it('says what was done with accounts', async () => {
  const made = (await test.asExperimenter({ method: 'POST', url: '/api/invitations', payload: { email: 'a@lab.example', role: 'viewer' } })).json<{ url: string }>();
  expect(await latest('account.invited')).toMatchObject({ actor: testEmail, facts: { email: 'a@lab.example', role: 'viewer' } });
  const accepted = await test.app.inject({ method: 'POST', url: '/api/invitations/accept', payload: { token: made.url.split('#')[1], password: testPassword } });
  expect(await latest('invitation.accepted')).toMatchObject({ actor: 'a@lab.example' });
  const { id } = accepted.json<{ experimenter: { id: string } }>().experimenter;
  await test.asExperimenter({ method: 'PATCH', url: `/api/accounts/${id}`, payload: { role: 'experimenter' } });
  expect(await latest('account.changed')).toMatchObject({ facts: { accountId: id, email: 'a@lab.example', role: 'experimenter' } });
});

it('only owners read it, page by page, each entry once, while more are written', async () => {
  expect((await (await test.withRole('experimenter'))({ url: '/api/audit-log' })).statusCode).toBe(403);
  await test.store.prisma.auditEntry.deleteMany();
  const write = (n: number) => auditLogService({ store: test.store, now: () => test.clock.now }).record({ action: 'study.closed', actor: 'a', token: null, facts: { n }, address: '', device: '' });
  for (let n = 0; n < 2 * auditPageSize + 5; n++) await write(n);
  const seen: unknown[] = [];
  for (let next: string | null | undefined; next !== null;) {
    const found = await page(next);
    seen.push(...found.entries.map(({ facts }) => facts['n']));
    next = found.next;
    await write(-1);
  }
  expect(seen).toEqual(Array.from({ length: 2 * auditPageSize + 5 }, (_, n) => 2 * auditPageSize + 4 - n));
});

it('what was tried too often stands in it once', async () => {
  for (let n = 0; n < 15; n++) await test.app.inject({ method: 'POST', url: '/api/sign-in', payload: { email: testEmail, password: 'no' }, remoteAddress: '203.0.113.9' });
  const from = (await page()).entries.filter(({ address }) => address === '203.0.113.9');
  expect(from.map(({ action }) => action)).toEqual(['sign_in.refused', ...Array.from({ length: 10 }, () => 'sign_in.failed')]);
});
