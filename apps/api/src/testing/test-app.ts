import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RecruitingError, type OutsideFetch } from '@lookalike/recruiting/clients';
import { hashPassword, newKey, openSecrets, type Secrets } from '@lookalike/secrets';
import { openBlobStore, openStore, sealEarlierIdentities, type BlobStore, type Settings, type Store } from '@lookalike/store';
import { createTestDatabase, type TestDatabase } from '@lookalike/store/testing';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { buildApp } from '../build-app.ts';
import type { Role } from '../http/access.ts';
import { loggerOptions } from '../http/logging.ts';
import { createFirstAccount } from '../routes/sign-in/service.ts';
import { alertSender, type AlertSender } from '../routes/alerts/alert-sender.ts';
import { recruitingWatcher, type RecruitingWatcher } from '../routes/recruiting/watcher.ts';
import type { Dependencies } from '../dependencies.ts';
import type { SectionRunner } from '../analysis/section-job.ts';
import { createServices } from '../services.ts';
import { runHere } from './run-here.ts';

export const testPassword = 'correct horse battery staple';
export const testEmail = 'experimenter@localhost';

/** A server over an embedded database in memory, without a port. */
export interface TestApp {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly database: TestDatabase;
  /** Payloads of the jobs that were sent. */
  readonly jobs: unknown[];
  /** Every line of the log so far. */
  readonly logLines: string[];
  /** The clock of the services; tests may move it. */
  readonly clock: { now: Date };
  readonly secrets: Secrets;
  /** What reads platforms and gives credits; it does nothing by itself here. */
  readonly watcher: RecruitingWatcher;
  /** What sends alerts; it does nothing by itself here. */
  readonly alertSender: AlertSender;
  /** The bearer token of the signed-in experimenter. */
  experimenterToken(): Promise<string>;
  /** A request of the signed-in experimenter. */
  asExperimenter(request: InjectOptions): Promise<LightMyRequestResponse>;
  /** Makes an account with this role; what it answers is a request of it, signed in. */
  withRole(role: Role): Promise<(request: InjectOptions) => Promise<LightMyRequestResponse>>;
  /** Another process on the same database and files, as after a restart. */
  restart(): Promise<FastifyInstance>;
  close(): Promise<void>;
}

const stores = new WeakMap<FastifyInstance, Store>();

/** What stands behind a test's server: for what only the experimenter's side knows. */
export function storeBehind(app: FastifyInstance): Store {
  const store = stores.get(app);
  if (store === undefined) throw new Error('This is no server of a test.');
  return store;
}

/** Starts one; `close` it after the tests of a file. */
/** @param given a database to start on; a new one if absent. @param outside recruiting platforms; none if absent. @param publicWeb where alerts are sent to; nowhere if absent. @param sections what computes results; this thread if absent */
export async function startTestApp({ webDirectory, database: given, outside = nowhere, publicWeb = nowhere, publicUrl = 'http://lookalike.test', trustProxy = false, sections = runHere }: { webDirectory?: string; database?: TestDatabase; outside?: OutsideFetch; publicWeb?: OutsideFetch; publicUrl?: string; trustProxy?: Settings['trustProxy']; sections?: SectionRunner } = {}): Promise<TestApp> {
  const database = given ?? (await createTestDatabase());
  const store = openStore(database.settings);
  const blobs = await openBlobStore(database.settings.blobDirectory);
  const jobs: unknown[] = [];
  const logLines: string[] = [];
  const clock = { now: new Date() };
  const secrets = openSecrets(newKey());
  const logger = pino(loggerOptions('info'), { write: (line: string) => void logLines.push(line) });
  const emptyFolder = await mkdtemp(path.join(os.tmpdir(), 'lookalike-web-'));

  const dependencies: Dependencies = {
    store,
    blobs,
    queue: { send: async (_job, payload) => (jobs.push(payload), 'job') },
    publicUrl,
    now: () => clock.now,
    secrets,
    outside,
    publicWeb,
    sleep: async () => undefined,
    sections,
    log: logger,
  };
  const start = async (): Promise<FastifyInstance> => {
    const built = await buildApp({ services: createServices(dependencies), publicUrl, webDirectory: webDirectory ?? emptyFolder, trustProxy, logger });
    stores.set(built, store);
    return built;
  };
  await sealEarlierIdentities(store, secrets);
  await createFirstAccount({ store }, { email: testEmail, password: testPassword });
  const app = await start();
  const started = [app];
  let token: string | undefined;
  const experimenterToken = async (): Promise<string> =>
    (token ??= (await app.inject({ method: 'POST', url: '/api/sign-in', payload: { email: testEmail, password: testPassword } })).json<{ token: string }>().token);

  return {
    app,
    store,
    blobs,
    database,
    jobs,
    logLines,
    clock,
    secrets,
    watcher: recruitingWatcher(dependencies),
    alertSender: alertSender(dependencies),
    experimenterToken,
    async asExperimenter(request) {
      return app.inject({ ...request, headers: { ...request.headers, authorization: `Bearer ${await experimenterToken()}` } });
    },
    async withRole(role) {
      const account = { email: `${role}-${randomUUID()}@lab.example`, password: testPassword };
      await store.prisma.experimenter.create({ data: { email: account.email, passwordHash: await hashPassword(account.password), role } });
      const { token: bearer } = (await app.inject({ method: 'POST', url: '/api/sign-in', payload: account })).json<{ token: string }>();
      return (request) => app.inject({ ...request, headers: { ...request.headers, authorization: `Bearer ${bearer}` } });
    },
    async restart() {
      const another = await start();
      started.push(another);
      return another;
    },
    async close() {
      for (const each of started) await each.close();
      await store.close();
      await database.close();
    },
  };
}

const nowhere: OutsideFetch = async ({ url }) => {
  throw new RecruitingError('platform.unreachable', `${new URL(url).hostname} does not answer.`);
};
