import { hashPassword, isShortPassword, passwordMatches } from '@lookalike/secrets';
import { createApiToken, createFirstExperimenter, findApiToken, findExperimenterByEmail, findInvitation, listAuditEntries, openStore, type Store } from '@lookalike/store';
import { createTestDatabase, type TestDatabase } from '@lookalike/store/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inviteByLink, resetPassword, setRole, type AccountTools } from './account-actions.ts';

const email = 'owner@lab.example';
const now = (): Date => new Date('2026-12-01T12:00:00Z');
let database: TestDatabase;
let store: Store;
let tools: AccountTools;
beforeAll(async () => {
  database = await createTestDatabase();
  store = openStore(database);
  tools = { store, now };
  await createFirstExperimenter(store.prisma, { email, passwordHash: await hashPassword('forgotten') });
});
afterAll(async () => {
  await store.close();
  await database.close();
});

it('a new password lets the locked out in, and nobody else', async () => {
  const { id } = (await findExperimenterByEmail(store.prisma, email)) ?? { id: '' };
  await createApiToken(store.prisma, { token: 'lookalike_somebody', experimenterId: id, name: 'whose?', scopes: ['read'], now: now(), expiresAt: new Date('2027-01-01') });
  await store.prisma.signIn.create({ data: { tokenHash: 'x', experimenterId: id, expiresAt: new Date('2027-01-01') } });
  await store.prisma.signInAttempt.create({ data: { keyHash: 'x', count: 99, until: new Date('2027-01-01') } });
  const password = await resetPassword(tools, 'Owner@lab.example');
  expect(isShortPassword(password)).toBe(false);
  expect(await passwordMatches(password, (await findExperimenterByEmail(store.prisma, email))?.passwordHash ?? '')).toBe(true);
  expect([await store.prisma.signIn.count(), await store.prisma.signInAttempt.count(), await findApiToken(store.prisma, 'lookalike_somebody', now())]).toEqual([0, 0, undefined]);
  expect(await listAuditEntries(store.prisma, { limit: 1 })).toEqual([expect.objectContaining({ action: 'password.reset', actor: 'command line', facts: { email } })]);
  await expect(resetPassword(tools, 'nobody@lab.example')).rejects.toMatchObject({ code: 'cli.account_unknown' });
});

it('an invitation is a link of the console', async () => {
  const { url } = await inviteByLink(tools, { email: 'new@lab.example', role: 'viewer', publicUrl: 'https://lab.example' });
  const [page, token = ''] = url.split('#');
  expect(page).toBe('https://lab.example/console/invitation');
  expect(await findInvitation(store.prisma, token, now())).toMatchObject({ email: 'new@lab.example', role: 'viewer' });
  await expect(inviteByLink(tools, { email, role: 'viewer', publicUrl: '' })).rejects.toMatchObject({ code: 'cli.account_exists' });
});

it('a role is changed, an account that was deactivated is back, and an owner stays', async () => {
  await store.prisma.experimenter.create({ data: { email: 'gone@lab.example', passwordHash: 'x', role: 'viewer', deactivatedAt: now() } });
  expect(await setRole(tools, { email: 'gone@lab.example', role: 'experimenter' })).toMatchObject({ role: 'experimenter', deactivatedAt: null });
  await expect(setRole(tools, { email, role: 'viewer' })).rejects.toMatchObject({ code: 'cli.last_owner' });
});
