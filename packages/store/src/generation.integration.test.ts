import { randomUUID } from 'node:crypto';
import { hashOfJson } from '@lookalike/content-address';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordBlobs } from './blobs.ts';
import { listFailedIris, saveFailedIri } from './failed-iris.ts';
import { createImageSet, listImages, listImageSets } from './image-sets.ts';
import { finishedTargetIds, listAcceptedIris, listIris, saveIri } from './iris.ts';
import { createNetwork, findNetwork, listNetworks, updatePreprocessing } from './networks.ts';
import { claimRun, failRun, finishRun, recordRunFacts, releaseRun, renewLease, requeueAbandonedRuns } from './run-lease.ts';
import { cancelRun, createRun, findRun } from './runs.ts';
import { openStore, type Store } from './store.ts';
import { blobOf, iriConfiguration, iriOf, makeImages, makeNetwork, makeRun } from './testing/fixtures.ts';
import { testDatabases, type TestDatabase } from './testing/test-database.ts';

const LEASE_MS = 60_000;

describe.each(testDatabases())('networks, images and runs on the $name', ({ create }) => {
  if (create === undefined) return void it.skip('needs a server', () => undefined);

  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await create();
    store = openStore(database);
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  it('a network comes back as it was registered, and the same file is one network', async () => {
    const id = await makeNetwork(store, 'resnet');
    const network = await findNetwork(store.prisma, id);
    expect(network).toMatchObject({ name: 'resnet', multiplyAddCount: 3_000_000_000, layers: [{ shape: [64] }], operatorCounts: { Conv: 7 }, runCount: 0 });
    if (network === undefined) throw new Error('not there');
    const { id: _, createdAt: __, runCount: ___, ...again } = network;
    expect(await createNetwork(store.prisma, { ...again, name: 'another name' })).toMatchObject({ created: false, network: { id, name: 'resnet' } });
    const other = blobOf('another file');
    await recordBlobs(store.prisma, [other]);
    await expect(createNetwork(store.prisma, { ...again, fileHash: other.hash })).rejects.toMatchObject({ code: 'store.name_taken' });
    expect((await listNetworks(store.prisma)).map(({ name }) => name)).toContain('resnet');
  });

  it('another preprocessing is for later runs; those that were started keep theirs', async () => {
    const { run } = await makeRun(store);
    const preprocessing = { ...run.preprocessing, channelOrder: 'BGR' as const };
    const origin = { certainty: 'given', because: 'It was changed.' } as const;
    expect(await updatePreprocessing(store.prisma, run.networkId, { preprocessing, origin })).toMatchObject({ preprocessing, preprocessingOrigin: origin });
    expect((await findRun(store.prisma, run.id))?.preprocessing).toEqual(run.preprocessing);
    const later = await createRun(store.prisma, { networkId: run.networkId, imageSetId: run.imageSetId, layer: run.layer, configuration: run.configuration });
    expect(later.preprocessing).toEqual(preprocessing);
    expect(await updatePreprocessing(store.prisma, randomUUID(), { preprocessing, origin })).toBeUndefined();
  });

  it('an image set keeps its order, shows eight, and takes each file once or not at all', async () => {
    const { imageSetId, images } = await makeImages(store, 10);
    expect(images.map(({ position, name }) => `${position} ${name}`)).toEqual(Array.from({ length: 10 }, (_, index) => `${index} image-${index}.png`));
    const set = (await listImageSets(store.prisma)).find(({ id }) => id === imageSetId);
    expect(set).toMatchObject({ imageCount: 10, previewHashes: images.slice(0, 8).map(({ fileHash }) => fileHash) });
    const image = { name: 'a.png', fileHash: images[0]?.fileHash ?? '', widthPx: 1, heightPx: 1, attribution: '' };
    await expect(createImageSet(store.prisma, { name: 'twice', images: [image, { ...image, name: 'b.png' }] })).rejects.toMatchObject({ code: 'store.image_repeated', message: expect.stringContaining('a.png') });
    expect((await listImageSets(store.prisma)).some(({ name }) => name === 'twice')).toBe(false);
  });

  it('an image keeps its label and terms; where nobody said, it has none', async () => {
    const [labelled, plain] = [blobOf('labelled'), blobOf('plain')];
    await recordBlobs(store.prisma, [labelled, plain]);
    const image = { widthPx: 1, heightPx: 1, attribution: '' };
    const { id } = await createImageSet(store.prisma, { name: 'labels', images: [
      { ...image, name: 'bird/0000.jpg', fileHash: labelled.hash, label: 'bird', licence: 'CC0', source: 'https://example.org' },
      { ...image, name: 'b.png', fileHash: plain.hash },
    ] });
    expect(await listImages(store.prisma, id)).toMatchObject([{ name: 'bird/0000.jpg', label: 'bird', licence: 'CC0', source: 'https://example.org' }, { label: null, licence: '', source: '' }]);
  });

  it('a run is queued with its configuration and claimed by one of many workers', async () => {
    const { run } = await makeRun(store);
    expect(run).toMatchObject({ status: 'queued', totalCount: 3, doneCount: 0, configuration: iriConfiguration, configurationHash: hashOfJson(iriConfiguration) });
    const claims = await Promise.all(Array.from({ length: 6 }, (_, worker) => claimRun(store.prisma, { runId: run.id, owner: `worker-${worker}`, leaseMs: LEASE_MS })));
    expect(claims.filter((claim) => claim !== undefined)).toMatchObject([{ id: run.id, status: 'running', startedAt: expect.any(Date) }]);
  });

  it('a lease that ran out lets another worker go on, and only that one can write', async () => {
    const { run, images } = await makeRun(store);
    const dead = { runId: run.id, owner: 'dead', leaseMs: 1 };
    const heir = { runId: run.id, owner: 'heir', leaseMs: LEASE_MS };
    await claimRun(store.prisma, dead);
    await saveIri(store, dead, iriOf(images[0]?.id ?? ''));
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(await requeueAbandonedRuns(store.prisma, { queuedForMs: LEASE_MS })).toContainEqual({ runId: run.id, abandoned: true });
    expect((await findRun(store.prisma, run.id))?.status).toBe('queued');
    expect(await claimRun(store.prisma, heir)).toMatchObject({ doneCount: 1 });
    expect(await finishedTargetIds(store.prisma, run.id)).toEqual(new Set([images[0]?.id]));

    expect(await renewLease(store.prisma, dead)).toBe(false);
    await expect(saveIri(store, dead, iriOf(images[1]?.id ?? ''))).rejects.toMatchObject({ code: 'store.lease_lost' });
    await expect(recordRunFacts(store.prisma, dead, { environment: { device: 'cpu' } })).rejects.toMatchObject({ code: 'store.lease_lost' });
    await expect(finishRun(store.prisma, dead)).rejects.toMatchObject({ code: 'store.lease_lost' });
    expect(await failRun(store.prisma, dead, { code: 'x', message: 'x' })).toBe(false);
    expect(await renewLease(store.prisma, heir)).toBe(true);
  });

  it('an IRI counts once, however often and from however many sides it is saved', async () => {
    const { run, images } = await makeRun(store, 6);
    const lease = { runId: run.id, owner: 'one', leaseMs: LEASE_MS };
    await claimRun(store.prisma, lease);
    const iris = images.map(({ id }, index) => iriOf(id, index % 2 === 0 ? {} : { rejectionReason: 'distance' }));
    const outcomes = await Promise.all([...iris, ...iris].map((iri) => saveIri(store, lease, iri)));
    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(6);
    expect(await findRun(store.prisma, run.id)).toMatchObject({ doneCount: 6, acceptedCount: 3 });
    const listed = await listIris(store.prisma, run.id);
    expect(listed.map(({ targetName, accepted, rejectionReason }) => [targetName, accepted, rejectionReason])).toEqual(
      images.map(({ name }, index) => [name, index % 2 === 0, index % 2 === 0 ? undefined : 'distance']),
    );
    expect(await listAcceptedIris(store.prisma, [run.id])).toMatchObject([0, 2, 4].map((index) => ({ targetId: images[index]?.id, networkId: run.networkId, layer: 'features' })));
  });

  it('an image without IRI is recorded once with its reason, is finished, and counts as getting on', async () => {
    const { run, images } = await makeRun(store);
    const lease = { runId: run.id, owner: 'one', leaseMs: LEASE_MS };
    await claimRun(store.prisma, lease);
    const failed = images.slice(0, 2).map(({ id }, index) => ({
      kind: 'failed' as const, targetId: id, code: 'iri.not_finite' as const, message: `Lost ${index}.`, stepCount: index, durationMs: 2.5, ...(index === 1 && { lastFiniteDistance: 0.5 }),
    }));
    for (const one of [...failed.toReversed(), failed[0]!]) await saveFailedIri(store, lease, one);
    await saveIri(store, lease, iriOf(images[2]?.id ?? ''));
    expect(await listFailedIris(store.prisma, run.id)).toEqual(failed.map(({ kind: _, ...one }, index) => ({ ...one, targetName: images[index]?.name })));
    expect(await finishedTargetIds(store.prisma, run.id)).toEqual(new Set(images.map(({ id }) => id)));
    expect(await findRun(store.prisma, run.id)).toMatchObject({ doneCount: 1, idleClaimCount: 0 });
    await expect(saveFailedIri(store, { ...lease, owner: 'two' }, failed[0]!)).rejects.toMatchObject({ code: 'store.lease_lost' });
  });

  it('facts and live numbers are kept, and a finished run has no lease', async () => {
    const { run } = await makeRun(store);
    const lease = { runId: run.id, owner: 'one', leaseMs: LEASE_MS };
    await claimRun(store.prisma, lease);
    const progress = { step: 3, meanDistance: 0.4, secondsLeft: null, imagesPerSecond: 2 };
    const nullDistribution = { count: 2, isComplete: true, seed: 's', mean: 1, probabilities: [0, 1], quantiles: [0.5, 1.5], values: [0.5, 1.5] };
    expect(await renewLease(store.prisma, lease, progress)).toBe(true);
    expect(await renewLease(store.prisma, lease)).toBe(true); // Without numbers the last ones stay.
    await recordRunFacts(store.prisma, lease, { nullDistribution, environment: { device: 'cpu', threads: 2 } });
    await finishRun(store.prisma, lease);
    expect(await findRun(store.prisma, run.id)).toMatchObject({ status: 'done', progress, nullDistribution, environment: { device: 'cpu', threads: 2 }, finishedAt: expect.any(Date) });
    expect(await claimRun(store.prisma, { ...lease, owner: 'two' })).toBeUndefined();
  });

  it('a cancelled run stops its worker and keeps what is finished', async () => {
    const { run, images } = await makeRun(store);
    const lease = { runId: run.id, owner: 'one', leaseMs: LEASE_MS };
    await claimRun(store.prisma, lease);
    await saveIri(store, lease, iriOf(images[0]?.id ?? ''));
    expect(await cancelRun(store.prisma, run.id)).toMatchObject({ status: 'cancelled', doneCount: 1 });
    expect(await renewLease(store.prisma, lease)).toBe(false);
    expect(await claimRun(store.prisma, lease)).toBeUndefined();
    expect(await cancelRun(store.prisma, randomUUID())).toBeUndefined();
  });

  it('a run counts how often it was claimed without getting on', async () => {
    const { run, images } = await makeRun(store);
    const claim = async (owner: string): Promise<number | undefined> => (await claimRun(store.prisma, { runId: run.id, owner, leaseMs: 1 }))?.idleClaimCount;
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
    expect(await claim('a')).toBe(1);
    await pause();
    expect(await claim('b')).toBe(2);
    await saveIri(store, { runId: run.id, owner: 'b' }, iriOf(images[0]?.id ?? ''));
    await pause();
    expect(await claim('c')).toBe(1);
    expect(await releaseRun(store.prisma, { runId: run.id, owner: 'c' })).toBe(true);
    expect(await claim('d')).toBe(1);
  });

  it('a failed run says why, a released one waits again', async () => {
    const { run } = await makeRun(store);
    const lease = { runId: run.id, owner: 'one', leaseMs: LEASE_MS };
    await claimRun(store.prisma, lease);
    expect(await releaseRun(store.prisma, lease)).toBe(true);
    expect(await findRun(store.prisma, run.id)).toMatchObject({ status: 'queued' });
    expect(await requeueAbandonedRuns(store.prisma, { queuedForMs: 0 })).toContainEqual({ runId: run.id, abandoned: false });
    await claimRun(store.prisma, lease);
    expect(await failRun(store.prisma, lease, { code: 'graph.unknown_layer', message: 'No such layer.' })).toBe(true);
    expect(await findRun(store.prisma, run.id)).toMatchObject({ status: 'failed', error: { code: 'graph.unknown_layer', message: 'No such layer.' } });
  });
});
