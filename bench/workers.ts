/**
 * Two workers on one queue beside one: the time until four runs of the reference network are done, each worker with one thread.
 *
 *   npm run bench:workers
 *
 * Writes `bench/results/workers.json`; `ratio` is one worker's time / that of two, at best 2 where there are two cores.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findRun, generateIris, openBlobStore, openJobQueue, openStore } from '@lookalike/store';
import { createTestDatabase } from '@lookalike/store/testing';
import { makeRun } from '../apps/worker/src/testing/register.ts';
import { startWorker } from '../apps/worker/src/testing/start-worker.ts';

const [runs, images, steps] = [4, 10, 300];
const database = await createTestDatabase();
const store = openStore(database);
const blobs = await openBlobStore(database.settings.blobDirectory);
const queue = await openJobQueue(database.databaseUrl, { log: { warn: console.warn, error: console.error } });

const [one, two] = [await secondsOf(1), await secondsOf(2)];
await queue.close();
await store.close();
await database.close();

const row = {
  runs, images, steps, oneWorkerSeconds: Number(one.toPrecision(4)), twoWorkersSeconds: Number(two.toPrecision(4)), ratio: Number((one / two).toPrecision(4)),
  environment: { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node, measuredOn: new Date().toISOString().slice(0, 10) },
};
const folder = join(import.meta.dirname, 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'workers.json'), `${JSON.stringify({ rows: [row] }, undefined, 2)}\n`);
console.log(JSON.stringify(row, undefined, 2));

/** From the moment when the jobs are sent to workers that are ready. */
async function secondsOf(workerCount: number): Promise<number> {
  const waiting = await Promise.all(Array.from({ length: runs }, () => makeRun({ store, blobs }, { imageCount: images, configuration: { stopping: { maximumSteps: steps, targetDistance: 0 } } })));
  const workers = await Promise.all(Array.from({ length: workerCount }, () => startWorker(database.settings)));
  const startedAt = performance.now();
  await Promise.all(waiting.map(({ id }) => queue.send(generateIris, { runId: id })));
  for (const { id } of waiting) {
    for (let run = await findRun(store.prisma, id); run?.status !== 'done'; run = await findRun(store.prisma, id)) {
      if (run?.status === 'failed') throw new Error(run.error?.message);
      await delay(200);
    }
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(workers.map((worker) => worker.stop('SIGTERM')));
  return seconds;
}
