import { newKey, openSecrets } from '@lookalike/secrets';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireSameSecret } from './installation-keys.ts';
import { openIdentity, sealPerson } from './platform-identities.ts';
import { resealAll } from './reseal.ts';
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
