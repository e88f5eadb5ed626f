// The API's process: settings, migrations, first account, server. Ready when it prints a line with "event":"ready".
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSecrets, migrate, openBlobStore, openJobQueue, openStore, readSettings, requireDatabaseUrl, requireSameSecret, sealEarlierIdentities, waitForDatabase } from '@lookalike/store';
import { pino } from 'pino';
import { sectionThreads } from './analysis/section-threads.ts';
import { buildApp } from './build-app.ts';
import type { Dependencies } from './dependencies.ts';
import { loggerOptions } from './http/logging.ts';
import { platformFetch, publicFetch } from './outside/send-https.ts';
import { alertSender } from './routes/alerts/alert-sender.ts';
import { recruitingWatcher, startWatching } from './routes/recruiting/watcher.ts';
import { createFirstAccount } from './routes/sign-in/service.ts';
import { createServices } from './services.ts';
import { sweeper } from './sweeper.ts';

const settings = readSettings(process.env);
const databaseUrl = requireDatabaseUrl(settings);
const log = pino(loggerOptions(settings.logLevel));

const secrets = await loadSecrets(settings);
await waitForDatabase(databaseUrl, { say: (sentence) => log.warn(sentence) }).catch((error: Error) => {
  log.fatal(error.message);
  process.exit(1);
});
const { applied } = await migrate(databaseUrl, settings.migrationsDirectory);
if (applied.length > 0) log.info({ applied }, 'migrations applied');
// A rater's page waits 15 s for an answer: what takes longer than half of it is better sent again.
const store = openStore(settings, { waitMs: 8_000 });
await requireSameSecret(store.prisma, secrets);
const blobs = await openBlobStore(settings.blobDirectory);
const queue = await openJobQueue(databaseUrl, { log });

const sealedCount = await sealEarlierIdentities(store, secrets);
if (sealedCount > 0) log.info({ sealedCount }, 'platform ids of earlier versions were encrypted');

const account = await createFirstAccount({ store }, { email: settings.experimenterEmail, password: settings.experimenterPassword });
if (account.madeUpPassword !== undefined) {
  // Straight to standard output, not into the log: only its hash is kept, so this is the one time it can be read.
  process.stdout.write(`First start. Sign in as ${settings.experimenterEmail} with the password ${account.madeUpPassword} (shown only now; keep it).\n`);
}

// Its bundle lies beside this one.
const sections = sectionThreads({ entry: new URL('./section-thread.js', import.meta.url), atOnce: settings.analysisThreads });
const dependencies: Dependencies = { store, blobs, queue, publicUrl: settings.publicUrl, now: () => new Date(), secrets, outside: platformFetch(), publicWeb: publicFetch(), sleep: (ms) => sleep(ms), sections, log };
const services = createServices(dependencies);
const app = await buildApp({ services, publicUrl: settings.publicUrl, webDirectory: settings.webDirectory, trustProxy: settings.trustProxy, logger: log });
await app.listen({ host: settings.host, port: settings.port }).catch((error: unknown) => {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'; // Node's server raises nothing else here.
  log.fatal({ err: error }, taken ? `port ${settings.port} on ${settings.host} is taken: set PORT to a free one` : 'could not listen');
  process.exit(1);
});

const stopWatching = startWatching(recruitingWatcher(dependencies), log);
const stopSending = startWatching(alertSender(dependencies), log);
const stopSweeping = startWatching(sweeper({ ...dependencies, log }), log);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    void stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  });
}

// Last: whoever waits for this line may send a signal at once.
process.stdout.write(`${JSON.stringify({ event: 'ready', url: settings.publicUrl })}\n`);

/** Answers what is under way, then lets go of everything in the reverse order of its opening. */
async function stop(): Promise<void> {
  await app.close();
  await stopWatching();
  await stopSending();
  await stopSweeping();
  await queue.close();
  await store.close();
}
