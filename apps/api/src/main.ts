// The API's process: settings, migrations, first account, server. Ready when it prints a line with "event":"ready".
import { migrate, openBlobStore, openJobQueue, openStore, readSettings, requireDatabaseUrl } from '@lookalike/store';
import { pino } from 'pino';
import { buildApp } from './build-app.ts';
import { loggerOptions } from './http/logging.ts';
import { createFirstAccount } from './routes/sign-in/service.ts';
import { createServices } from './services.ts';

const settings = readSettings(process.env);
const databaseUrl = requireDatabaseUrl(settings);
const log = pino(loggerOptions(settings.logLevel));

const { applied } = await migrate(databaseUrl, settings.migrationsDirectory);
if (applied.length > 0) log.info({ applied }, 'migrations applied');
const store = openStore(settings);
const blobs = await openBlobStore(settings.blobDirectory);
const queue = await openJobQueue(databaseUrl, { log });

const account = await createFirstAccount({ store }, { email: settings.experimenterEmail, password: settings.experimenterPassword });
if (account.madeUpPassword !== undefined) {
  // Straight to standard output, not into the log: only its hash is kept, so this is the one time it can be read.
  process.stdout.write(`First start. Sign in as ${settings.experimenterEmail} with the password ${account.madeUpPassword} (shown only now; keep it).\n`);
}

const services = createServices({ store, blobs, queue, publicUrl: settings.publicUrl, now: () => new Date(), log });
const app = await buildApp({ services, publicUrl: settings.publicUrl, webDirectory: settings.webDirectory, logger: log });
await app.listen({ host: settings.host, port: settings.port }).catch((error: unknown) => {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'; // Node's server raises nothing else here.
  log.fatal({ err: error }, taken ? `port ${settings.port} on ${settings.host} is taken: set PORT to a free one` : 'could not listen');
  process.exit(1);
});

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
  await queue.close();
  await store.close();
}
