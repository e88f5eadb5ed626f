// The worker's process: takes jobs from the queue until it is told to stop. Ready when it prints a line with "event":"ready".
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWithFallback, parseMeasurements } from '@lookalike/runtime';
import { auditStimuli, generateIris, measureImageSet, migrate, proveNetwork, openBlobStore, openJobQueue, openStore, readSettings, requireDatabaseUrl, stimulusSetsToAudit, waitForDatabase } from '@lookalike/store';
import { pino } from 'pino';
import { handleAuditStimuli } from './audit-stimuli.handler.ts';
import { handleGenerateIris } from './generate-iris.handler.ts';
import { handleMeasureImageSet } from './measure-image-set.handler.ts';
import { handleProveNetwork } from './prove-network.handler.ts';
import { STOPPING } from './lease-keeper.ts';
import { sweepAbandonedRuns } from './sweeper.ts';

const settings = readSettings(process.env);
const databaseUrl = requireDatabaseUrl(settings);
const log = pino({ level: settings.logLevel });

await waitForDatabase(databaseUrl, { say: (sentence) => log.warn(sentence) }).catch((error: Error) => {
  log.fatal(error.message);
  process.exit(1);
});
// The API migrates too; whoever is first does it, the other waits.
await migrate(databaseUrl, settings.migrationsDirectory);
const store = openStore(settings);
const blobs = await openBlobStore(settings.blobDirectory);
const queue = await openJobQueue(databaseUrl, { log, worker: true });
// Kept by `lookalike devices --measure`; a machine that was not measured has no such file.
const measurements = parseMeasurements(await readFile(join(settings.dataDirectory, 'devices.json'), 'utf8').catch(() => ''));
const device = await openWithFallback({
  measurements,
  ...(settings.workerBatchThreads !== undefined && { threads: settings.workerBatchThreads }),
  onChange: ({ from, to, cause }) => log.error({ err: cause, from: from.id, to: to.id }, 'the device failed; going on with another until the worker is started again'),
});

const stopping = new AbortController();
const dependencies = { store, blobs, queue, device, log, workerStops: stopping.signal };
await queue.work(generateIris, (payload) => handleGenerateIris(dependencies, payload));
await queue.work(measureImageSet, (payload) => handleMeasureImageSet(dependencies, payload));
await queue.work(proveNetwork, (payload) => handleProveNetwork(dependencies, payload));
await queue.work(auditStimuli, (payload) => handleAuditStimuli(dependencies, payload));
// Their job may have been lost, or have failed too often.
for (const stimulusSetId of await stimulusSetsToAudit(store.prisma)) await queue.send(auditStimuli, { stimulusSetId });
const sweeping = sweepAbandonedRuns({ store, queue, log, signal: stopping.signal });
log.info({ device: device.id, version: device.version, threads: device.threads }, 'waiting for work');

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return;
    log.info({ signal }, 'stopping');
    stopping.abort(STOPPING);
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
process.stdout.write(`${JSON.stringify({ event: 'ready', device: device.id })}\n`);

/** Lets the run under way go back into the queue, then lets go of everything in the reverse order of its opening. */
async function stop(): Promise<void> {
  await sweeping;
  await queue.close();
  await store.close();
}
