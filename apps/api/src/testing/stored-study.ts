import { GraphBuilder, writeOnnx } from '@lookalike/graph';
import { plainPreprocessing } from '@lookalike/preprocessing';
import { encodePng } from '@lookalike/images';
import { createRandom } from '@lookalike/random';
import { claimRun, createImageSet, createNetwork, createRun, finishRun, recordBlobs, saveIri, type BlobRecord, type BlobStore, type RunRecord, type Store } from '@lookalike/store';
import { defaultStudyConfiguration, type StudyConfiguration, type StudyOperation } from '@lookalike/study';
import type { TestApp } from './test-app.ts';
import type { IriConfiguration } from '@lookalike/iri-configuration';

export const testIriConfiguration: IriConfiguration = {
  objective: { kind: 'regularizer-free' },
  seedImage: { kind: 'super-noise' },
  optimiser: { kind: 'adam', learningRate: 0.01 },
  stopping: { maximumSteps: 10, targetDistance: 0 },
  straightThroughLastRelu: true,
  gate: { maximumDistance: 1, maximumNullPercentile: 1 },
  nullPairCount: 10,
  batchSize: 4,
  randomSeed: 'test',
};

/** A small network that really is one: 8×8 colour images, one convolution, one fully connected layer. */
export function tinyNetwork(name = 'tiny'): Uint8Array {
  const rng = createRandom(name);
  const weights = (count: number): Float32Array => Float32Array.from({ length: count }, () => rng.normal());
  const b = new GraphBuilder();
  const x = b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] });
  const w = b.constant({ type: 'float32', shape: [4, 3, 3, 3], data: weights(4 * 27) });
  const features = b.reduceMean(b.relu(b.conv(x, w, { pads: [1, 1, 1, 1] })), [2, 3]);
  const head = b.constant({ type: 'float32', shape: [4, 2], data: weights(8) });
  b.output(b.matMul(features, head));
  return writeOnnx(b.build());
}

/** A PNG of its own for every seed. */
export function tinyPng(seed: string, sidePx = 8): Promise<Uint8Array> {
  const rng = createRandom(seed);
  return encodePng({ widthPx: sidePx, heightPx: sidePx, data: Uint8Array.from({ length: sidePx * sidePx * 3 }, () => rng.integer(256)) });
}

async function keep(store: Store, blobs: BlobStore, bytes: Uint8Array): Promise<BlobRecord> {
  const record = { hash: await blobs.put(bytes), byteCount: bytes.byteLength, mediaType: 'image/png' };
  await recordBlobs(store.prisma, [record]);
  return record;
}

export interface StoredRuns {
  readonly runs: readonly RunRecord[];
  readonly imageSetId: string;
}

let serial = 0;
/** Studies of one test file may show the same runs. */
const runsOf = new WeakMap<TestApp, Promise<StoredRuns>>();

/**
 * Stores networks with a finished run each over one image set, as a worker would leave them.
 * @param rejected targets (by position) whose IRI is rejected, for each network
 */
export async function storeRuns({ store, blobs }: TestApp, { networkCount = 2, targetCount = 8, rejected = [] }: { networkCount?: number; targetCount?: number; rejected?: readonly (readonly number[])[] } = {}): Promise<StoredRuns> {
  const label = `${++serial}`;
  const images = [];
  for (let index = 0; index < targetCount; index++) {
    const { hash } = await keep(store, blobs, await tinyPng(`${label}-photo-${index}`));
    images.push({ name: `photo-${index}.png`, fileHash: hash, widthPx: 8, heightPx: 8, attribution: '' });
  }
  const imageSet = await createImageSet(store.prisma, { name: `images ${label}`, images });
  const targets = await store.prisma.image.findMany({ where: { imageSetId: imageSet.id }, orderBy: { position: 'asc' } });

  const runs: RunRecord[] = [];
  for (let n = 0; n < networkCount; n++) {
    const file = await keep(store, blobs, tinyNetwork(`${label}-${n}`));
    const { network } = await createNetwork(store.prisma, {
      name: `network ${label}-${n}`,
      fileHash: file.hash,
      format: 'onnx',
      producer: '',
      files: [{ name: 'network.onnx', fileHash: file.hash, byteCount: file.byteCount }],
      card: '',
      preprocessing: plainPreprocessing({ heightPx: 8, widthPx: 8 }),
      preprocessingOrigin: { certainty: 'given', because: 'A test says it.' },
      inputHeightPx: 8,
      inputWidthPx: 8,
      layers: [{ name: 'features', operator: 'ReduceMean', shape: [4], valueCount: 4 }],
      defaultLayer: 'features',
      defaultLayerRule: '',
      straightThroughNode: null,
      blockedLayers: [],
      notes: [],
    tags: {},
    classNames: [],
    proof: null,
      parameterCount: 116,
      multiplyAddCount: 7000,
      operatorCounts: { Conv: 1 },
      opset: 17,
    });
    const run = await createRun(store.prisma, { networkId: network.id, imageSetId: imageSet.id, layer: 'features', configuration: testIriConfiguration });
    const lease = { runId: run.id, owner: 'test', leaseMs: 60_000 };
    await claimRun(store.prisma, lease);
    for (const [position, target] of targets.entries()) {
      await saveIri(store, lease, {
        targetId: target.id,
        files: {
          iri: await keep(store, blobs, await tinyPng(`${label}-iri-${n}-${position}`)),
          seed: await keep(store, blobs, await tinyPng(`${label}-seed-${position}`)),
          target: { hash: target.fileHash, byteCount: 1, mediaType: 'image/png' },
        },
        representationDistance: 0.05 + 0.01 * position,
        unroundedDistance: 0.05,
        nullPercentile: 0,
        seedDistance: 2,
        rejectionReason: rejected[n]?.includes(position) === true ? 'distance' : undefined,
        stepCount: 10,
        durationMs: 5,
        detail: { bestStep: 9, curve: [{ step: 0, distance: 2 }, { step: 10, distance: 0.05 }], layerCorrelations: [], perceptualDistances: [] },
      });
    }
    await finishRun(store.prisma, lease);
    runs.push(run);
  }
  return { runs, imageSetId: imageSet.id };
}

/** Short, so that tests can take it: per condition 4 trials, 1 catch trial, 2 practice trials. */
export function shortConfiguration(change: Partial<StudyConfiguration> = {}): StudyConfiguration {
  const configuration = defaultStudyConfiguration();
  return {
    ...configuration,
    design: { targets: 'shared', perCondition: 4, answersPerStimulus: null },
    trials: { catchCount: 1, practiceCount: 2, practicePassCount: 2, blockSize: 5 },
    // The tests' clock stands still unless they move it: every answer would claim more time than passed.
    quality: configuration.quality.filter(({ rule }) => rule !== 'claimed-time'),
    ...change,
  };
}

/** A request for a study over these runs, each a condition under its network's name. */
export function studyRequest(runs: readonly RunRecord[], change: Partial<StudyConfiguration> = {}, operation: Partial<StudyOperation> = {}): object {
  return { configuration: shortConfiguration(change), conditions: runs.map(({ id, network }) => ({ name: network.name, runId: id })), operation: { places: 3, ...operation } };
}

export interface LaunchedStudy {
  readonly studyId: string;
  readonly linkToken: string;
}

/** Creates and launches a study over its own runs through the API. */
export async function launchStudyOf(test: TestApp, change: Partial<StudyConfiguration> = {}, operation: Partial<StudyOperation> = {}): Promise<LaunchedStudy> {
  const stored = runsOf.get(test) ?? storeRuns(test, { targetCount: 4 });
  runsOf.set(test, stored);
  const { runs } = await stored;
  const created = await test.asExperimenter({ method: 'POST', url: '/api/studies', payload: studyRequest(runs, change, operation) });
  const { id } = created.json<{ id: string }>();
  const launched = await test.asExperimenter({ method: 'POST', url: `/api/studies/${id}/launch` });
  if (launched.statusCode !== 200) throw new Error(`The study did not launch: ${launched.body}`);
  return { studyId: id, linkToken: new URL(launched.json<{ raterUrl: string }>().raterUrl).pathname.split('/').at(-1) ?? '' };
}
