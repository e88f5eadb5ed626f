import { readFile } from 'node:fs/promises';
import { hashOfJson } from '@lookalike/content-address';
import { writeOnnx, type Graph } from '@lookalike/graph';
import { decodeImage, encodePng, fitToNetwork } from '@lookalike/images';
import { plainPreprocessing } from '@lookalike/preprocessing';
import { cancelRun, findRun, generateIris, listFailedIris, listImages, listIris, openBlobStore, openJobQueue, openStore, type BlobStore, type JobQueue, type RunRecord, type Store } from '@lookalike/store';
import { createTestDatabase, type TestDatabase } from '@lookalike/store/testing';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { makeRun } from './testing/register.ts';
import { startWorker, type WorkerProcess } from './testing/start-worker.ts';

// Processes that start, die and are waited for: minutes on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

let database: TestDatabase;
let store: Store;
let blobs: BlobStore;
let queue: JobQueue;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  store = openStore(database);
  blobs = await openBlobStore(database.settings.blobDirectory);
  queue = await openJobQueue(database.databaseUrl, { log: { warn: () => undefined, error: () => undefined } });
});
afterEach(async () => void (await Promise.all(workers.splice(0).map((worker) => worker.stop('SIGKILL')))));
afterAll(async () => {
  await queue.close();
  await store.close();
  await database.close();
});

/** Long enough to be interrupted: no image can be finished early. */
const slow = { stopping: { maximumSteps: 150, targetDistance: 0 }, batchSize: 2 };
const quick = { stopping: { maximumSteps: 12, targetDistance: 0.01 }, gate: { maximumDistance: 10, maximumNullPercentile: 1 } };

const start = async (): Promise<WorkerProcess> => {
  const worker = await startWorker(database.settings);
  workers.push(worker);
  return worker;
};
const until = async (runId: string, accept: (run: RunRecord) => boolean): Promise<RunRecord> => {
  for (;;) {
    const run = await findRun(store.prisma, runId);
    if (run !== undefined && accept(run)) return run;
    if (run?.status === 'failed') throw new Error(`${run.error?.code}: ${run.error?.message}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

it('makes an audited IRI of every photograph and says what made them', async () => {
  const run = await makeRun({ store, blobs }, { imageCount: 5, configuration: quick });
  await queue.send(generateIris, { runId: run.id });
  await start();
  const done = await until(run.id, ({ status }) => status === 'done');
  expect(done).toMatchObject({
    doneCount: 5,
    acceptedCount: 5,
    nullDistribution: { count: 20, isComplete: true },
    environment: { device: 'onnxruntime-cpu', threads: 1, straightThroughNode: null, node: process.versions.node },
    progress: { step: expect.any(Number) },
    error: undefined,
  });
  expect(done.environment).not.toHaveProperty('warnings');
  const iris = await listIris(store.prisma, run.id);
  expect(iris.map(({ targetName }) => targetName)).toEqual((await listImages(store.prisma, run.imageSetId)).map(({ name }) => name));
  for (const iri of iris) {
    expect(iri.representationDistance).toBeLessThan(iri.seedDistance);
    for (const hash of [iri.fileHash, iri.seedFileHash, iri.targetFileHash]) expect(await decodeImage(await blobs.get(hash))).toMatchObject({ widthPx: 32, heightPx: 32 });
  }
  expect(new Set(iris.map(({ seedFileHash }) => seedFileHash)).size).toBe(5);
});

it('prepares images by the run’s resize rule, and makes its preprocessing part of the network', async () => {
  const resize = { kind: 'stretch', interpolation: 'bilinear' } as const;
  const runs = [await makeRun({ store, blobs }, { imageCount: 2, configuration: quick }), await makeRun({ store, blobs }, { imageCount: 2, configuration: quick, preprocessing: { channelOrder: 'BGR', resize } })];
  for (const run of runs) await queue.send(generateIris, { runId: run.id });
  await start();
  const [plain, prepared] = await Promise.all(runs.map(async ({ id }) => (await until(id, ({ status }) => status === 'done'), listIris(store.prisma, id))));
  const photograph = (await listImages(store.prisma, runs[1]!.imageSetId))[0]!;
  const expected = fitToNetwork(await decodeImage(await blobs.get(photograph.fileHash)), { widthPx: 32, heightPx: 32 }, resize);
  expect((await decodeImage(await blobs.get(prepared![0]!.targetFileHash))).data).toEqual(expected.data);
  // Red and blue changed places for the network, so the seed is as far away as another network would have it.
  expect(prepared![0]!.seedDistance).not.toBeCloseTo(plain![0]!.seedDistance, 4);
});

it('makes grey files for a network of grey images, as its constants and its flat vectors want', async () => {
  const networkFile = await readFile(new URL('../../../packages/network/src/onnx-cases/E-inputs.onnx', import.meta.url));
  const flatFile = await readFile(new URL('../../../packages/network/src/onnx-cases/E-flat.onnx', import.meta.url));
  const grey = (sidePx: number) => plainPreprocessing({ heightPx: sidePx, widthPx: sidePx, channels: 1 });
  const runs = [
    await makeRun({ store, blobs }, { imageCount: 2, configuration: quick, networkFile, layer: '/ReduceMean_output_0', preprocessing: { ...grey(16), otherInputs: { mask: 1, gain: 0.5, step: 3 } } }),
    await makeRun({ store, blobs }, { imageCount: 2, configuration: quick, networkFile: flatFile, layer: 'out', preprocessing: { ...grey(28), flatOrder: 'CHW' } }),
  ];
  for (const run of runs) await queue.send(generateIris, { runId: run.id });
  await start();
  for (const [i, sidePx] of [16, 28].entries()) {
    const run = await until(runs[i]!.id, ({ status }) => status === 'done');
    expect(run.environment?.['warnings'], 'what is to be known of it').toContainEqual(expect.stringMatching(i === 0 ? /has 6 values only.*Choose a layer with more/ : /is an output of the network/));
    expect(run.configurationHash === hashOfJson(run.configuration), 'constants count for the hash').toBe(i === 1);
    for (const iri of await listIris(store.prisma, run.id)) {
      expect(iri.representationDistance).toBeLessThan(iri.seedDistance);
      for (const hash of [iri.fileHash, iri.seedFileHash, iri.targetFileHash]) {
        const file = await blobs.get(hash);
        const colourTypeAt = 25;
        expect(file[colourTypeAt], 'PNG’s colour type for grey').toBe(0);
        expect(await decodeImage(file)).toMatchObject({ widthPx: sidePx, heightPx: sidePx });
      }
    }
  }
});

it('goes on where a killed worker stopped, without repeating what was finished', async () => {
  const run = await makeRun({ store, blobs }, { imageCount: 6, configuration: slow });
  await queue.send(generateIris, { runId: run.id });
  const first = await start();
  await until(run.id, ({ doneCount }) => doneCount >= 2);
  const heir = await start();
  await first.stop('SIGKILL');
  const finishedBefore = await listIris(store.prisma, run.id);
  expect(finishedBefore.length).toBeLessThan(6);

  await heir.logged({ runId: run.id, msg: 'going on with a run' });
  const done = await until(run.id, ({ status }) => status === 'done');
  expect(done.doneCount).toBe(6);
  const iris = await listIris(store.prisma, run.id);
  expect(new Set(iris.map(({ targetId }) => targetId)).size).toBe(6);
  for (const before of finishedBefore) expect(iris).toContainEqual(before);
});

it('does two runs at the same time on two workers', async () => {
  const runs = await Promise.all([1, 2].map(() => makeRun({ store, blobs }, { imageCount: 2, configuration: slow })));
  await Promise.all([start(), start()]);
  await Promise.all(runs.map(({ id }) => queue.send(generateIris, { runId: id })));
  const running = async (): Promise<number> => (await Promise.all(runs.map(({ id }) => findRun(store.prisma, id)))).filter((run) => run?.status === 'running').length;
  while ((await running()) < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const { id } of runs) await until(id, ({ status }) => status === 'done');
});

it('stops soon after a run is cancelled, keeps what is finished, and takes the next', async () => {
  const run = await makeRun({ store, blobs }, { imageCount: 4, configuration: { stopping: { maximumSteps: 100_000, targetDistance: 0 } } });
  await queue.send(generateIris, { runId: run.id });
  const worker = await start();
  await until(run.id, ({ progress }) => (progress?.step ?? 0) > 0);
  await cancelRun(store.prisma, run.id);
  await worker.logged({ runId: run.id, msg: 'stopped working on a run that was cancelled or taken over' });
  expect(await findRun(store.prisma, run.id)).toMatchObject({ status: 'cancelled' });
  const next = await makeRun({ store, blobs }, { imageCount: 2, configuration: quick });
  await queue.send(generateIris, { runId: next.id });
  await until(next.id, ({ status }) => status === 'done');
});

it('puts its run back into the queue when it is told to stop, and ends well', async () => {
  const run = await makeRun({ store, blobs }, { imageCount: 4, configuration: slow });
  await queue.send(generateIris, { runId: run.id });
  const worker = await start();
  await until(run.id, ({ progress }) => (progress?.step ?? 0) > 0);
  expect(await worker.stop('SIGTERM')).toBe(0);
  expect(await findRun(store.prisma, run.id)).toMatchObject({ status: 'queued', idleClaimCount: 0 });
  await start();
  await until(run.id, ({ status }) => status === 'done');
});

it('finds a run whose job was lost', async () => {
  const run = await makeRun({ store, blobs }, { imageCount: 2, configuration: quick });
  await store.prisma.generationRun.update({ where: { id: run.id }, data: { createdAt: new Date(Date.now() - 60_000) } });
  await start();
  await until(run.id, ({ status }) => status === 'done');
});

it('says of each image why it has no IRI, and finishes the others', async () => {
  // Means of channels: 0 for a black image, which nothing can be relatively near to.
  const means: Graph = {
    name: 'means', opset: 17, constants: new Map(), outputs: ['means'],
    inputs: [{ name: 'image', type: 'float32', shape: ['N', 3, 32, 32] }],
    nodes: [{ name: 'pool', operator: 'GlobalAveragePool', inputs: ['image'], outputs: ['means'], attributes: {} }],
  };
  const black = await encodePng({ widthPx: 32, heightPx: 32, data: new Uint8Array(32 * 32 * 3) });
  const run = await makeRun({ store, blobs }, { imageCount: 2, configuration: quick, networkFile: writeOnnx(means), layer: 'means', extraImage: { name: 'black.png', bytes: black } });
  await queue.send(generateIris, { runId: run.id });
  await start();
  expect(await until(run.id, ({ status }) => status === 'done')).toMatchObject({ doneCount: 2, error: { code: 'run.images_without_iri', message: expect.stringMatching(/^1 of 3 images have no IRI \(black\.png\)/) } });
  expect(await listFailedIris(store.prisma, run.id)).toMatchObject([{ targetName: 'black.png', code: 'iri.zero_representation', stepCount: 0 }]);
});

it('fails a run on bad data with a code and a sentence, and keeps working', async () => {
  const bytes = new TextEncoder().encode('neither a network nor an image');
  const missingLayer = await makeRun({ store, blobs }, { imageCount: 2, configuration: quick, layer: 'no-such-layer' });
  const notOnnx = await makeRun({ store, blobs }, { imageCount: 2, configuration: quick, networkFile: bytes });
  const notAnImage = await makeRun({ store, blobs }, { imageCount: 2, configuration: quick, extraImage: { name: 'holiday.png', bytes } });
  const deadly = await makeRun({ store, blobs }, { imageCount: 2, configuration: quick });
  await store.prisma.generationRun.update({ where: { id: deadly.id }, data: { idleClaimCount: 4 } });
  for (const { id } of [missingLayer, notOnnx, notAnImage, deadly]) await queue.send(generateIris, { runId: id });
  await start();

  const failed = (runId: string): Promise<RunRecord> => until(runId, ({ status }) => status === 'failed');
  expect(await failed(missingLayer.id)).toMatchObject({ error: { code: 'graph.unknown_layer', message: expect.stringContaining('no-such-layer') } });
  expect(await failed(notOnnx.id)).toMatchObject({ error: { code: expect.stringMatching(/^graph\./) } });
  expect(await failed(notAnImage.id)).toMatchObject({ error: { code: 'run.image_unusable', message: expect.stringContaining('holiday.png') }, doneCount: 0 });
  expect(await failed(deadly.id)).toMatchObject({ error: { code: 'run.ends_its_workers' } });

  const good = await makeRun({ store, blobs }, { imageCount: 2, configuration: quick });
  await queue.send(generateIris, { runId: good.id });
  await until(good.id, ({ status }) => status === 'done');
});
