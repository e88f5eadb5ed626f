import { randomUUID } from 'node:crypto';
import { sha256Hex } from '@lookalike/content-address';
import { plainPreprocessing } from '@lookalike/preprocessing';
import { defaultIriConfiguration, type IriConfiguration } from '@lookalike/iri-configuration';
import { defaultStudyConfiguration, type ResponseSubmission, type Stimulus, type StudyConfiguration } from '@lookalike/study';
import { recordBlobs, type BlobRecord } from '../blobs.ts';
import { createImageSet, listImages, type ImageRecord } from '../image-sets.ts';
import type { NewIri } from '../iris.ts';
import { createNetwork } from '../networks.ts';
import { createRun, type RunRecord } from '../runs.ts';
import type { Store } from '../store.ts';

/** Rows that tests need to be there; every call makes new ones. */
export const iriConfiguration: IriConfiguration = defaultIriConfiguration();

export const studyConfiguration: StudyConfiguration = {
  ...defaultStudyConfiguration(),
  design: { targets: 'shared', perCondition: 4, answersPerStimulus: null },
  trials: { catchCount: 1, practiceCount: 2, practicePassCount: 2, blockSize: 10 },
  randomSeed: 'test',
};

export function blobOf(text: string): BlobRecord {
  const bytes = new TextEncoder().encode(text);
  return { hash: sha256Hex(bytes), byteCount: bytes.length, mediaType: 'image/png' };
}

export async function makeNetwork(store: Store, name = `network-${randomUUID()}`): Promise<string> {
  const file = blobOf(name);
  await recordBlobs(store.prisma, [file]);
  const { network } = await createNetwork(store.prisma, {
    name,
    fileHash: file.hash,
    format: 'onnx',
    producer: '',
    files: [{ name: 'network.onnx', fileHash: file.hash, byteCount: file.byteCount }],
    card: '',
    preprocessing: plainPreprocessing({ heightPx: 32, widthPx: 32 }),
    preprocessingOrigin: { certainty: 'given', because: 'A test says it.' },
    inputHeightPx: 32,
    inputWidthPx: 32,
    layers: [{ name: 'features', operator: 'GlobalAveragePool', shape: [64], valueCount: 64 }],
    defaultLayer: 'features',
    defaultLayerRule: '',
    straightThroughNode: null,
    blockedLayers: [],
    notes: [],
    tags: {},
    classNames: [],
    proof: null,
    parameterCount: 175_000,
    multiplyAddCount: 3_000_000_000,
    operatorCounts: { Conv: 7 },
    opset: 17,
  });
  return network.id;
}

export async function makeImages(store: Store, count: number): Promise<{ readonly imageSetId: string; readonly images: readonly ImageRecord[] }> {
  const name = `images-${randomUUID()}`;
  const files = Array.from({ length: count }, (_, index) => blobOf(`${name}/${index}`));
  await recordBlobs(store.prisma, files);
  const images = files.map(({ hash }, index) => ({ name: `image-${index}.png`, fileHash: hash, widthPx: 32, heightPx: 32, attribution: '' }));
  const { id } = await createImageSet(store.prisma, { name, images });
  return { imageSetId: id, images: await listImages(store.prisma, id) };
}

export async function makeRun(store: Store, imageCount = 3): Promise<{ readonly run: RunRecord; readonly images: readonly ImageRecord[] }> {
  const { imageSetId, images } = await makeImages(store, imageCount);
  const run = await createRun(store.prisma, { networkId: await makeNetwork(store), imageSetId, layer: 'features', configuration: iriConfiguration });
  return { run, images };
}

export function iriOf(targetId: string, changes: Partial<NewIri> = {}): NewIri {
  return {
    targetId,
    files: { iri: blobOf(`iri ${targetId}`), seed: blobOf(`seed ${targetId}`), target: blobOf(`target ${targetId}`) },
    representationDistance: 0.02,
    unroundedDistance: 0.019,
    nullPercentile: 0,
    seedDistance: 1.2,
    rejectionReason: undefined,
    stepCount: 10,
    durationMs: 12.5,
    detail: { bestStep: 9, curve: [{ step: 0, distance: 1.2 }, { step: 10, distance: 0.02 }], layerCorrelations: [{ layer: 'features', pearson: 0.99 }], perceptualDistances: [] },
    ...changes,
  };
}

export function stimulusOf(conditionId: string, targetId: string): Stimulus {
  const { iri, seed, target } = iriOf(targetId).files;
  return { iriId: iri.hash, conditionId, targetId, queryHash: iri.hash, targetHash: target.hash, seedHash: seed.hash };
}

export function responseOf(trialIndex: number, changes: Partial<ResponseSubmission> = {}): ResponseSubmission {
  return {
    responseId: randomUUID(),
    trialIndex,
    round: 0,
    answer: { side: 'left' },
    responseTimeMs: 512.25,
    presentedAt: '2026-11-23T10:00:00.123Z',
    focusLossCount: 0,
    viewportWidthPx: 1280,
    viewportHeightPx: 720,
    devicePixelRatio: 1.5,
    inputType: 'keyboard',
    imageLoadMs: 31,
    ...changes,
  };
}
