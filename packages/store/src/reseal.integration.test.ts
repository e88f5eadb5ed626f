import { newKey, openSecrets } from '@lookalike/secrets';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireSameSecret } from './installation-keys.ts';
import { openPlatformHooks, openPlatformToken, savePlatformAccount, savePlatformHooks } from './platform-accounts.ts';
import { findAction, prepareAction } from './platform-actions.ts';
import { claimCredits, queueCredit } from './platform-credits.ts';
import { openIdentity, sealPerson } from './platform-identities.ts';
import { listSubmissions, saveSubmissions } from './platform-submissions.ts';
import { resealAll, SEALED_COLUMNS } from './reseal.ts';
import { openStore, type Store } from './store.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = openStore(database);
});
afterAll(async () => {
  await store.close();
  await database.close();
});

const [oldKey, presentKey] = [newKey(), newKey()];
const [old, present] = [openSecrets(oldKey), openSecrets(`${presentKey},${oldKey}`)];

it('what an earlier key encrypted is encrypted by the one in use, once; what is forgotten stays forgotten', async () => {
  // The sessions do not matter here.
  await store.prisma.$executeRaw`ALTER TABLE "platform_identity" DROP CONSTRAINT "platform_identity_session_id_fkey"`;
  const row = (n: number, sealed: string | null) => ({ sessionId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, studyId: '00000000-0000-4000-8000-000000000000', personHash: String(n), sealed });
  const seal = (secrets: typeof old, id: string) => sealPerson(secrets, { person: id, parameters: { PROLIFIC_PID: id } }).sealed;
  const untouched = seal(present, 'new');
  await store.prisma.platformIdentity.createMany({ data: [...Array.from({ length: 501 }, (_, n) => row(n, seal(old, `old ${n}`))), row(900, untouched), row(901, null)] });
  expect(await resealAll(store, present)).toBe(501);
  expect(await resealAll(store, present)).toBe(0);
  const rows = await store.prisma.platformIdentity.findMany({ orderBy: { sessionId: 'asc' } });
  const alone = openSecrets(presentKey);
  expect(rows.slice(0, 501).map(({ sealed }) => openIdentity(alone, sealed ?? '')['PROLIFIC_PID'])).toEqual(Array.from({ length: 501 }, (_, n) => `old ${n}`));
  expect(rows.slice(501).map(({ sealed }) => sealed)).toEqual([untouched, null]);
});

it('a process with another key does not start on this database; one with a new key before the old one does', async () => {
  await requireSameSecret(store.prisma, old);
  await requireSameSecret(store.prisma, present);
  await requireSameSecret(store.prisma, openSecrets(presentKey));
  await expect(requireSameSecret(store.prisma, openSecrets(newKey()))).rejects.toMatchObject({ code: 'store.secret_differs', message: expect.stringContaining('LOOKALIKE_SECRET') });
});

it('every column of what is encrypted is resealed, also those that are made later', async () => {
  const columns = await store.prisma.$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns WHERE table_schema = 'public' AND column_name LIKE 'sealed%'`;
  const names = (all: readonly { table: string; column: string }[]) => all.map(({ table, column }) => `${table}.${column}`).sort();
  expect(names(columns).length).toBeGreaterThan(0);
  expect(names(SEALED_COLUMNS)).toEqual(names(columns));
});

it('tokens, messages’ secrets, submissions, words of actions and credits can be read without the old key', async () => {
  const { prisma } = store;
  // Studies and sessions do not matter here.
  for (const [table, other] of [['platform_account', 'study'], ['platform_action', 'study'], ['platform_submission', 'study'], ['platform_credit', 'study'], ['platform_credit', 'session']]) {
    await prisma.$executeRawUnsafe(`ALTER TABLE "${table}" DROP CONSTRAINT "${table}_${other}_id_fkey"`);
  }
  const [studyId, now] = ['00000000-0000-4000-8000-000000000001', new Date(0)];
  const key = { studyId, platform: 'prolific' } as const;
  const hooks = { secret: 'signs', subscriptionIds: ['one'] };
  const credit = { school: 'lab', experimentId: '12', surveyCode: '4711' };
  await savePlatformAccount(prisma, old, { ...key, token: 'a token', holder: '', savedBy: 'lab', now });
  await savePlatformHooks(prisma, old, { ...key, hooks });
  await saveSubmissions(store, old, { studyId, now, submissions: [{ submission: 's1', participant: 'p1', status: 'ACTIVE', code: 'DONE', startedAt: now, handedInAt: undefined, returnRequested: false }] });
  const { id: actionId } = await prepareAction(prisma, old, { studyId, kind: 'reject', words: { message: 'words' }, sum: undefined, items: [], preparedBy: 'lab', now });
  await queueCredit(prisma, old, { sessionId: '00000000-0000-4000-8000-000000000002', studyId, credit, now });
  expect(await resealAll(store, present)).toBe(5);
  const alone = openSecrets(presentKey);
  expect(await openPlatformToken(prisma, alone, key)).toBe('a token');
  expect(await openPlatformHooks(prisma, alone, key)).toEqual(hooks);
  expect((await listSubmissions(prisma, alone, studyId))[0]?.facts).toEqual({ submission: 's1', participant: 'p1', code: 'DONE' });
  expect((await findAction(prisma, alone, { studyId, actionId }))?.words).toEqual({ message: 'words' });
  expect((await claimCredits(prisma, alone, now))[0]?.credit).toEqual(credit);
});
