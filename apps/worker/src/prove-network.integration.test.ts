import { readFileSync } from 'node:fs';
import { defaultIriConfiguration } from '@lookalike/iri-configuration';
import { inspectNetwork, type InspectedNetwork } from '@lookalike/network';
import { openDevice, withFallback } from '@lookalike/runtime';
import { claimRun, createImageSet, createNetwork, createRun, findNetwork, findRun, openBlobStore, openStore, recordBlobs, type BlobStore, type NetworkRecord, type Store } from '@lookalike/store';
import { createTestDatabase, type TestDatabase } from '@lookalike/store/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handleGenerateIris } from './generate-iris.handler.ts';
import { handleProveNetwork, proveIfPending } from './prove-network.handler.ts';

let database: TestDatabase;
let store: Store;
let blobs: BlobStore;
const log = pino({ level: 'silent' });
const right = new Uint8Array(readFileSync(new URL('../../../packages/network/src/proof/fixtures/right.onnx', import.meta.url)));

beforeAll(async () => {
  database = await createTestDatabase();
  store = openStore(database);
  blobs = await openBlobStore(database.settings.blobDirectory);
});
afterAll(async () => {
  await store.close();
  await database.close();
});

/** As the API registers it. */
async function register(name: string, file: Uint8Array, preprocessing = described(right).preprocessing.preprocessing): Promise<NetworkRecord> {
  const { defaultLayer, tags, classes, layers } = described(file);
  const fileHash = await blobs.put(file);
  await recordBlobs(store.prisma, [{ hash: fileHash, byteCount: file.length, mediaType: 'application/octet-stream' }]);
  const { network } = await createNetwork(store.prisma, {
    name, fileHash, format: 'onnx', producer: '', files: [{ name: 'network.onnx', fileHash, byteCount: file.length }], card: '', inputHeightPx: 32, inputWidthPx: 32,
    preprocessing, preprocessingOrigin: { certainty: 'stated', because: '' }, layers: layers.map(({ name: layer, operator, size }) => ({ name: layer, operator, shape: [size], valueCount: size })),
    defaultLayer: defaultLayer.name, defaultLayerRule: defaultLayer.rule, straightThroughNode: null, blockedLayers: [], notes: [], tags, classNames: classes, proof: { state: 'pending' },
    parameterCount: 0, multiplyAddCount: 0, operatorCounts: {}, opset: 18,
  });
  return network;
}

function described(file: Uint8Array): InspectedNetwork {
  return inspectNetwork(new Map([['network.onnx', file]])).network!;
}

/** The file with one of its weights changed: the numbers of its first convolution stand in it as they are. */
function tampered(): Uint8Array {
  const weights = [...described(right).graph.constants.values()].find(({ shape }) => shape.length === 4)!.data as Float32Array;
  const bytes = Buffer.from(right);
  const at = bytes.indexOf(Buffer.from(weights.buffer, weights.byteOffset, 16));
  expect(at).toBeGreaterThan(0);
  bytes.writeFloatLE(5, at);
  return new Uint8Array(bytes);
}

it('the proof of a network is computed once, and its verdict stored', async () => {
  const device = await openDevice('onnxruntime-cpu', { threads: 1 });
  const { id } = await register('right', right);
  await handleProveNetwork({ store, blobs, device, log }, { networkId: id });
  const network = await findNetwork(store.prisma, id);
  expect(network).toMatchObject({ tags: { residual: 'no' }, classNames: ['tench', 'goldfish', 'great white shark', 'tiger shark', 'hammerhead'] });
  expect(network?.proof).toMatchObject({ state: 'equal', device: 'onnxruntime-cpu', message: expect.stringContaining('The representation is equal to') });
  const unused = { id: device.id, open: () => Promise.reject(new Error('It was computed before.')) };
  expect(await proveIfPending({ store, blobs, device: unused, log }, id)).toEqual(network?.proof);
});

it('a run of a network that is not the one that was exported fails before its first step, and says why', async () => {
  const device = withFallback(await openDevice('onnxruntime-cpu', { threads: 1 }), { others: [] });
  const { id: networkId, defaultLayer } = await register('tampered', tampered());
  const png = new Uint8Array(readFileSync(new URL('../../../photographs/cat.png', import.meta.url)));
  const hash = await blobs.put(png);
  await recordBlobs(store.prisma, [{ hash, byteCount: png.length, mediaType: 'image/png' }]);
  const { id: imageSetId } = await createImageSet(store.prisma, { name: 'cat', images: [{ name: 'cat.png', fileHash: hash, widthPx: 32, heightPx: 32, attribution: '' }] });
  const run = await createRun(store.prisma, { networkId, imageSetId, layer: defaultLayer, configuration: defaultIriConfiguration() });
  const queue = { send: async () => undefined, work: async () => undefined, close: async () => undefined };
  await handleGenerateIris({ store, blobs, queue, device, log, workerStops: new AbortController().signal }, { runId: run.id });
  expect(await findRun(store.prisma, run.id)).toMatchObject({ status: 'failed', error: { code: 'run.network_refuted', message: expect.stringContaining('The representation is not the one that PyTorch') } });
  expect((await findNetwork(store.prisma, networkId))?.proof).toMatchObject({ state: 'refuted', relativeError: expect.any(Number) });
  expect(await claimRun(store.prisma, { runId: run.id, owner: 'another', leaseMs: 1000 })).toBeUndefined();
});
