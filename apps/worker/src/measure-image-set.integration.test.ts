import { readFileSync } from 'node:fs';
import { decodeImage, encodePng, fitToNetwork, toPlanar } from '@lookalike/images';
import { nlpd } from '@lookalike/perception';
import { openDevice, runOnce, type Device } from '@lookalike/runtime';
import { createImageSet, findImageSetDistance, measureImageSet, openBlobStore, openJobQueue, openStore, recordBlobs, type BlobStore, type Store } from '@lookalike/store';
import { createTestDatabase, type TestDatabase } from '@lookalike/store/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { comparedSizePx, handleMeasureImageSet, type MeasuringDependencies } from './measure-image-set.handler.ts';

let database: TestDatabase;
let store: Store;
let blobs: BlobStore;
let device: Device;
let dependencies: MeasuringDependencies;
const logged: { readonly msg: string; readonly level: number; readonly code?: string; readonly done?: number; readonly total?: number; readonly imageSetId?: string }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  store = openStore(database);
  blobs = await openBlobStore(database.settings.blobDirectory);
  device = await openDevice('onnxruntime-cpu', { threads: 1 });
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line) as (typeof logged)[number]) });
  dependencies = { store, blobs, device, log, workerStops: new AbortController().signal };
});
afterAll(async () => {
  await store.close();
  await database.close();
});

const photograph = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../../photographs/${name}.png`, import.meta.url)));

async function makeImageSet(name: string, files: readonly Uint8Array[]): Promise<{ readonly imageSetId: string; readonly hashes: readonly string[] }> {
  const hashes = await Promise.all(files.map((bytes) => blobs.put(bytes)));
  await recordBlobs(store.prisma, files.map((bytes, i) => ({ hash: hashes[i]!, byteCount: bytes.length, mediaType: 'image/png' })));
  const { id } = await createImageSet(store.prisma, { name, images: hashes.map((fileHash, i) => ({ name: `${i}.png`, fileHash, widthPx: 128, heightPx: 128, attribution: '' })) });
  return { imageSetId: id, hashes };
}

async function seen(bytes: Uint8Array) {
  const side = comparedSizePx;
  return { type: 'float32', shape: [1, 3, side, side], data: toPlanar(fitToNetwork(await decodeImage(bytes), { heightPx: side, widthPx: side })) } as const;
}

it('compares every pair of a set once, whatever the images’ sizes, and keeps what it found', async () => {
  const wide = await encodePng({ widthPx: 90, heightPx: 20, data: new Uint8Array(90 * 20 * 3).map((_, i) => (i * 7) % 256) });
  const files = [photograph('cat'), wide, photograph('dog'), photograph('crab')];
  const { imageSetId, hashes } = await makeImageSet('pairs', files);
  await handleMeasureImageSet(dependencies, { imageSetId, distance: 'nlpd' });

  const kept = (await findImageSetDistance(store.prisma, imageSetId, 'nlpd'))!;
  expect(kept.fileHashes).toEqual(hashes);
  const graph = nlpd({ heightPx: comparedSizePx, widthPx: comparedSizePx });
  const expected: number[] = [];
  for (const [row, a] of files.entries()) for (const b of files.slice(row + 1)) expected.push(Number((await runOnce(device, graph, { a: await seen(a), b: await seen(b) }))['distance']!.data[0]));
  expect(kept.values).toHaveLength(6);
  kept.values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  expect(logged.at(-1)).toMatchObject({ msg: 'measured an image set', imageSetId, distance: 'nlpd', pairs: 6 });

  const unused = { open: () => Promise.reject(new Error('It was measured before.')) };
  await handleMeasureImageSet({ ...dependencies, device: unused }, { imageSetId, distance: 'nlpd' });
  expect(logged.at(-1)).toMatchObject({ msg: 'nothing to do: the image set is measured' });
});

it('says how far it is, tenth by tenth', async () => {
  const random = (i: number): Promise<Uint8Array> => encodePng({ widthPx: 8, heightPx: 8, data: new Uint8Array(8 * 8 * 3).map((_, at) => (at * (i + 3) + i * i) % 256) });
  const { imageSetId } = await makeImageSet('many', await Promise.all(Array.from({ length: 40 }, (_, i) => random(i))));
  await handleMeasureImageSet(dependencies, { imageSetId, distance: 'ms-ssim' });
  const progress = logged.filter((line) => line.imageSetId === imageSetId && line.done !== undefined).map(({ done, total }) => [done, total]);
  expect(progress[0]).toEqual([128, 780]);
  expect(progress.at(-1)).toEqual([780, 780]);
  expect(progress.length).toBeLessThanOrEqual(10);
});

it('a distance that it does not know fails with a code, in the log too, and nothing is kept', async () => {
  const { imageSetId } = await makeImageSet('unknown', [photograph('cat'), photograph('dog')]);
  await expect(handleMeasureImageSet(dependencies, { imageSetId, distance: 'lpips' })).rejects.toMatchObject({ code: 'image_set.unknown_distance', message: expect.stringContaining('nlpd, ms-ssim') });
  expect(logged.at(-1)).toMatchObject({ msg: 'an image set cannot be measured', code: 'image_set.unknown_distance', level: 50 });
  expect(await findImageSetDistance(store.prisma, imageSetId, 'lpips')).toBeUndefined();
});

it('the queue knows the job, and a worker that stops leaves it to others', async () => {
  const { imageSetId } = await makeImageSet('stopped', [photograph('cat'), photograph('dog')]);
  await expect(handleMeasureImageSet({ ...dependencies, workerStops: AbortSignal.abort(new Error('stopping')) }, { imageSetId, distance: 'nlpd' })).rejects.toMatchObject({ code: 'run.worker_stopping' });
  const queue = await openJobQueue(database.databaseUrl, { log: { warn: () => undefined, error: () => undefined }, worker: true });
  await new Promise<void>((resolve, reject) => {
    void queue.work(measureImageSet, async (payload) => void (await handleMeasureImageSet(dependencies, payload).then(resolve, reject)));
    void queue.send(measureImageSet, { imageSetId, distance: 'nlpd' });
  });
  await queue.close();
  expect((await findImageSetDistance(store.prisma, imageSetId, 'nlpd'))?.values).toHaveLength(1);
});
