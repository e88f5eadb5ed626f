import { afterAll, beforeAll, expect, it } from 'vitest';
import { isDatabaseTrouble } from './database-trouble.ts';
import { openStore, type Store } from './store.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = openStore(database, { waitMs: 3_000 });
});
afterAll(async () => {
  await store.close();
  await database.close();
});

const errorOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: unknown) => error);

it('no free connection in time, for a query and for a transaction', async () => {
  await Promise.all(Array.from({ length: 10 }, () => store.prisma.study.count())); // All ten connections of the pool.
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let hasBegun = (): void => undefined;
  const begun = new Promise<void>((resolve) => (hasBegun = resolve));
  // It holds one of the connections, and the embedded database, for which the others wait.
  const holder = store.transaction(async () => (hasBegun(), held));
  await begun;
  const waiting = Array.from({ length: 9 }, () => store.prisma.study.count().then()); // Prisma sends nothing before it is asked to go on.
  const late = await Promise.all([errorOf(store.prisma.study.count()), errorOf(store.transaction((tx) => tx.study.count()))]);
  release();
  await Promise.all([holder, ...waiting]);
  for (const error of late) expect([error, isDatabaseTrouble(error)]).toEqual([error, true]);
  expect(await store.prisma.study.count()).toBe(0);
});

it('nobody there, for a query and for a transaction', async () => {
  const gone = openStore({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' });
  for (const error of [await errorOf(gone.prisma.study.count()), await errorOf(gone.transaction((tx) => tx.study.count()))]) expect([error, isDatabaseTrouble(error)]).toEqual([error, true]);
  await gone.close();
});

it('what is about the request is no trouble of the database', async () => {
  const error = await errorOf(store.prisma.study.findUnique({ where: { id: 'no id' } }));
  expect(error).toBeInstanceOf(Error);
  expect([error, new Error('something else'), 'text', undefined].map(isDatabaseTrouble)).toEqual([false, false, false, false]);
});
