import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { penultimateLayer, readOnnx } from '@lookalike/network';
import { plainPreprocessing, type Preprocessing } from '@lookalike/preprocessing';
import { defaultIriConfiguration, type IriConfiguration } from '@lookalike/iri-configuration';
import { createImageSet, createNetwork, createRun, recordBlobs, updatePreprocessing, type BlobStore, type RunRecord, type Store } from '@lookalike/store';

const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));

export interface TestRun {
  readonly imageCount: number;
  readonly configuration?: Partial<IriConfiguration>;
  readonly layer?: string;
  /** Bytes in place of the reference network's file. */
  readonly networkFile?: Uint8Array;
  readonly preprocessing?: Partial<Preprocessing>;
  /** A file that the set has besides the photographs. */
  readonly extraImage?: { readonly name: string; readonly bytes: Uint8Array };
}

/** Queues a run of a reference network over the project's photographs, without sending its job. */
export async function makeRun({ store, blobs }: { readonly store: Store; readonly blobs: BlobStore }, { imageCount, configuration = {}, layer, networkFile, preprocessing = {}, extraImage }: TestRun): Promise<RunRecord> {
  const reference = new Uint8Array(await readFile(path.join(PROJECT, 'networks', 'cifar10-resnet10-standard.onnx')));
  const defaultLayer = penultimateLayer(readOnnx(reference)).name;
  const file = networkFile ?? reference;
  const fileHash = await keep(store, blobs, file, 'application/octet-stream');
  const { network } = await createNetwork(store.prisma, {
    name: networkFile === undefined ? 'reference' : `broken ${networkFile.length}`,
    fileHash,
    format: 'onnx',
    producer: '',
    files: [{ name: 'network.onnx', fileHash, byteCount: file.length }],
    card: '',
    preprocessing: plainPreprocessing({ heightPx: 32, widthPx: 32 }),
    preprocessingOrigin: { certainty: 'given', because: 'A test says it.' },
    inputHeightPx: 32,
    inputWidthPx: 32,
    layers: [],
    defaultLayer,
    defaultLayerRule: '',
    straightThroughNode: null,
    blockedLayers: [],
    notes: [],
    tags: {},
    classNames: [],
    proof: null,
    parameterCount: 0,
    multiplyAddCount: 0,
    operatorCounts: {},
    opset: 13,
  });
  // The same file is one network, whatever an earlier run of the test said of it.
  await updatePreprocessing(store.prisma, network.id, { preprocessing: { ...plainPreprocessing({ heightPx: 32, widthPx: 32 }), ...preprocessing }, origin: { certainty: 'given', because: 'A test says it.' } });
  const folder = path.join(PROJECT, 'photographs');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.png')).sort().slice(0, imageCount);
  const contents = await Promise.all(files.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(path.join(folder, name))) })));
  const images = await Promise.all(
    [...contents, ...(extraImage === undefined ? [] : [extraImage])].map(async ({ name, bytes }) => ({ name, fileHash: await keep(store, blobs, bytes, 'image/png'), widthPx: 1, heightPx: 1, attribution: '' })),
  );
  const { id: imageSetId } = await createImageSet(store.prisma, { name: `photographs ${performance.now()}`, images });
  return createRun(store.prisma, { networkId: network.id, imageSetId, layer: layer ?? defaultLayer, configuration: { ...defaultIriConfiguration(), ...configuration } });
}

async function keep(store: Store, blobs: BlobStore, bytes: Uint8Array, mediaType: string): Promise<string> {
  const hash = await blobs.put(bytes);
  await recordBlobs(store.prisma, [{ hash, byteCount: bytes.length, mediaType }]);
  return hash;
}
