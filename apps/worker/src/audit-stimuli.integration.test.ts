import { encodePng } from '@lookalike/images';
import { openDevice, RuntimeError } from '@lookalike/runtime';
import { createStimulusSet, findRun, listImages, listStimuli, openBlobStore, openStore, recordBlobs, StoreError, type BlobStore, type NewStimulus, type Store } from '@lookalike/store';
import { createTestDatabase, type TestDatabase } from '@lookalike/store/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handleAuditStimuli } from './audit-stimuli.handler.ts';
import { makeRun } from './testing/register.ts';

let database: TestDatabase;
let store: Store;
let blobs: BlobStore;
let networkId: string;
let layer: string;
/** File hashes of photographs. */
let photographs: readonly string[];
const log = pino({ level: 'silent' });

beforeAll(async () => {
  database = await createTestDatabase();
  store = openStore(database);
  blobs = await openBlobStore(database.settings.blobDirectory);
  const run = await findRun(store.prisma, (await makeRun({ store, blobs }, { imageCount: 3 })).id);
  ({ networkId, layer } = run!);
  photographs = (await listImages(store.prisma, run!.imageSetId)).map(({ fileHash }) => fileHash);
});
afterAll(async () => {
  await store.close();
  await database.close();
});

const stimulus = (condition: string, targetFileHash: string, fileHash: string, network: Pick<NewStimulus, 'networkId' | 'layer'> = { networkId, layer }): NewStimulus => ({
  condition, factors: {}, targetName: 't', targetFileHash, name: 's', fileHash, seedName: null, seedFileHash: null, label: null, ...network,
});

it('stimuli for a network are audited with it, by condition; others are left alone', async () => {
  const [a, b, c] = photographs as [string, string, string];
  const grey = await encodePng({ widthPx: 32, heightPx: 32, data: new Uint8Array(32 * 32 * 3).fill(128) });
  const greyHash = await blobs.put(grey);
  await recordBlobs(store.prisma, [{ hash: greyHash, byteCount: grey.length, mediaType: 'image/png' }]);
  const { id } = await createStimulusSet(store.prisma, { name: 'elsewhere', stimuli: [
    stimulus('same', a, a), stimulus('same', b, b), stimulus('same', c, greyHash),
    stimulus('alone', a, b), stimulus('nobody', a, b, { networkId: null, layer: null }), stimulus('nowhere', a, b, { networkId, layer: 'nowhere' }),
  ] });
  const dependencies = { store, blobs, device: await openDevice('onnxruntime-cpu', { threads: 1 }), log, workerStops: new AbortController().signal };
  await handleAuditStimuli(dependencies, { stimulusSetId: id });
  const audits = (await listStimuli(store.prisma, id)).map(({ audit }) => audit);
  expect(audits).toMatchObject([
    { state: 'done', nullPercentile: 0, nullPairCount: 6, device: 'onnxruntime-cpu' },
    { state: 'done', nullPercentile: 0 },
    { state: 'done' },
    { state: 'failed', code: 'iri.too_few_images' },
    undefined,
    { state: 'failed', code: 'graph.unknown_layer' },
  ]);
  const [same, , other] = audits;
  if (same?.state !== 'done' || other?.state !== 'done') throw new Error('Both were audited.');
  expect(same.representationDistance).toBeLessThan(1e-5);
  expect(same.topClass?.stimulus).toBe(same.topClass?.target);
  expect(other.representationDistance).toBeGreaterThan(0.1);

  const unused = { id: dependencies.device.id, open: () => Promise.reject(new Error('It was computed before.')) };
  await handleAuditStimuli({ ...dependencies, device: unused }, { stimulusSetId: id });
});

it('a fault of the files or of the device is no finding: it is thrown, and the stimuli still wait', async () => {
  const [a, b] = photographs as [string, string];
  const { id } = await createStimulusSet(store.prisma, { name: 'troubled', stimuli: [stimulus('same', a, a), stimulus('same', b, b)] });
  const device = await openDevice('onnxruntime-cpu', { threads: 1 });
  const workerStops = new AbortController().signal;
  const states = async () => (await listStimuli(store.prisma, id)).map(({ audit }) => audit?.state);
  const missing: BlobStore = { ...blobs, get: () => Promise.reject(new StoreError('store.blob_missing', 'The file is not there.')) };
  await expect(handleAuditStimuli({ store, blobs: missing, device, log, workerStops }, { stimulusSetId: id })).rejects.toMatchObject({ code: 'store.blob_missing' });
  const full = { id: device.id, open: () => Promise.reject(new RuntimeError('runtime.out_of_memory', 'No room.')) };
  await expect(handleAuditStimuli({ store, blobs, device: full, log, workerStops }, { stimulusSetId: id })).rejects.toMatchObject({ code: 'runtime.out_of_memory' });
  await expect(handleAuditStimuli({ store, blobs, device, log, workerStops: AbortSignal.abort(new Error('stopping')) }, { stimulusSetId: id })).rejects.toMatchObject({ code: 'run.worker_stopping' });
  expect(await states()).toEqual(['pending', 'pending']);

  const stopping = new AbortController();
  const stopsInBetween = { id: device.id, open: async (...given: Parameters<typeof device.open>) => (stopping.abort(new Error('stopping')), device.open(...given)) };
  await expect(handleAuditStimuli({ store, blobs, device: stopsInBetween, log, workerStops: stopping.signal }, { stimulusSetId: id })).rejects.toMatchObject({ code: 'run.worker_stopping' });
  expect(await states()).toEqual(['pending', 'pending']);
  await handleAuditStimuli({ store, blobs, device, log, workerStops }, { stimulusSetId: id });
  expect(await states()).toEqual(['done', 'done']);
});
