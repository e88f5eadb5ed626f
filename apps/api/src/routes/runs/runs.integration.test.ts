import { decodeImage } from '@lookalike/images';
import { claimRun, createImageSet, finishedTargetIds, recordBlobs, saveFailedIri } from '@lookalike/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { storedCounts } from '../../testing/row-counts.ts';
import { storeRuns, testIriConfiguration, tinyPng, type StoredRuns } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
let stored: StoredRuns;
beforeAll(async () => {
  test = await startTestApp();
  stored = await storeRuns(test, { networkCount: 1, targetCount: 3, rejected: [[1]] });
});
afterAll(() => test.close());

const start = (payload: object) => test.asExperimenter({ method: 'POST', url: '/api/runs', payload });
const ids = () => ({ networkId: stored.runs[0]?.networkId ?? '', imageSetId: stored.imageSetId });

it('a run starts with the default configuration and layer, and a job is sent', async () => {
  const configuration = (await test.asExperimenter({ url: '/api/runs/default-configuration' })).json();
  const reply = await start(ids());
  expect(reply.statusCode).toBe(201);
  expect(reply.json()).toMatchObject({ status: 'queued', layer: 'features', totalCount: 3, doneCount: 0, configuration, progress: null, error: null });
  expect(test.jobs.at(-1)).toEqual({ runId: reply.json().id });
  expect((await test.asExperimenter({ url: `/api/runs/${reply.json().id}` })).json()).toEqual(reply.json());
  expect((await test.asExperimenter({ url: `/api/runs/${reply.json().id}/contact-sheet.png` })).json()).toMatchObject({ status: 409, code: 'run.no_iris_yet' });

  const cancelled = await test.asExperimenter({ method: 'POST', url: `/api/runs/${reply.json().id}/cancel` });
  expect(cancelled.json()).toMatchObject({ status: 'cancelled' });
  expect((await test.asExperimenter({ method: 'POST', url: `/api/runs/${reply.json().id}/cancel` })).json()).toMatchObject({ status: 409, code: 'run.already_finished' });
});

it('IRIs come with their audit, rejected ones marked', async () => {
  const { iris } = (await test.asExperimenter({ url: `/api/runs/${stored.runs[0]?.id}/iris` })).json();
  expect(iris).toHaveLength(3);
  expect(iris[1]).toMatchObject({ targetName: 'photo-1.png', accepted: false, rejectionReason: 'distance', representationDistance: 0.060000000000000005 });
  expect((await test.asExperimenter({ url: iris[0].iriUrl })).headers['content-type']).toBe('image/png');
});

it('the report sums up what is finished, and is a file', async () => {
  const reply = await test.asExperimenter({ url: `/api/runs/${stored.runs[0]?.id}/report` });
  expect(reply.headers['content-disposition']).toBe(`attachment; filename="run-${stored.runs[0]?.id}-report.json"`);
  expect(reply.json()).toMatchObject({
    run: { id: stored.runs[0]?.id, totalCount: 3, doneCount: 3 },
    summary: {
      counts: { accepted: 2, rejected: { distance: 1 }, failed: {}, acceptedShare: 2 / 3 },
      representationDistance: { count: 3 },
      curve: { count: 3, points: expect.arrayContaining([{ step: 10, lowerQuartile: 0.05, median: 0.05, upperQuartile: 0.05 }]) },
    },
    layers: [],
  });
});

it('the report names the images that have no IRI, and why', async () => {
  const { id } = (await start(ids())).json();
  const lease = { runId: id, owner: 'test', leaseMs: 60_000 };
  await claimRun(test.store.prisma, lease);
  const [targetId = ''] = await finishedTargetIds(test.store.prisma, stored.runs[0]?.id ?? '');
  const failure = { targetId, code: 'iri.not_finite', message: 'd was no longer a number.', stepCount: 7, durationMs: 12, lastFiniteDistance: 0.4 } as const;
  await saveFailedIri(test.store, lease, { kind: 'failed', ...failure });
  const { summary, failed } = (await test.asExperimenter({ url: `/api/runs/${id}/report` })).json();
  expect(summary.counts).toEqual({ accepted: 0, rejected: {}, failed: { 'iri.not_finite': 1 }, acceptedShare: 0 });
  expect(failed).toEqual([{ ...failure, targetName: expect.stringMatching(/^photo-\d\.png$/) }]);
});

it('a run without an IRI has a report that says so', async () => {
  const { id } = (await start(ids())).json();
  const { summary } = (await test.asExperimenter({ url: `/api/runs/${id}/report` })).json();
  expect(summary).toEqual({ counts: { accepted: 0, rejected: {}, failed: {} }, probabilities: expect.any(Array), perceptualDistances: [] });
});

it('the contact sheet is a picture', async () => {
  const reply = await test.asExperimenter({ url: `/api/runs/${stored.runs[0]?.id}/contact-sheet.png` });
  expect(reply.headers['content-type']).toBe('image/png');
  expect((await decodeImage(reply.rawPayload)).widthPx).toBeGreaterThan(300);
});

it('what cannot be run is refused, and nothing is stored', async () => {
  const before = await storedCounts(test);
  const nowhere = '00000000-0000-4000-8000-000000000000';
  expect((await start({ ...ids(), layer: 'no_such_layer' })).json()).toMatchObject({ status: 422, code: 'run.layer_not_found', issues: [{ path: '/layer' }] });
  expect((await start({ ...ids(), networkId: nowhere })).json()).toMatchObject({ status: 404, code: 'network.not_found' });
  expect((await start({ ...ids(), imageSetId: nowhere })).json()).toMatchObject({ status: 404, code: 'images.set_not_found' });
  expect((await start({ ...ids(), networkId: 'no-uuid' })).json()).toMatchObject({ status: 400, code: 'request.invalid', issues: [{ path: '/networkId' }] });
  const { batchSize: _batchSize, ...without } = testIriConfiguration;
  const wrong = await start({ ...ids(), configuration: { ...without, speed: 'fast', optimiser: { kind: 'adam', learningRate: '0.1' } } });
  expect(wrong.json()).toMatchObject({ status: 400, code: 'request.invalid' });
  expect(wrong.json().issues.map(({ path }: { path: string }) => path)).toEqual(expect.arrayContaining(['/configuration/speed', '/configuration/batchSize', '/configuration/optimiser/learningRate']));
  expect(await storedCounts(test)).toEqual(before);
});

it('a set of one image has no pairs to compare with', async () => {
  const bytes = await tinyPng('alone');
  const hash = await test.blobs.put(bytes);
  await recordBlobs(test.store.prisma, [{ hash, byteCount: bytes.byteLength, mediaType: 'image/png' }]);
  const { id } = await createImageSet(test.store.prisma, { name: 'alone', images: [{ name: 'a.png', fileHash: hash, widthPx: 8, heightPx: 8, attribution: '' }] });
  expect((await start({ ...ids(), imageSetId: id })).json()).toMatchObject({ status: 422, code: 'run.too_few_images' });
});

it('an unknown run is not found', async () => {
  for (const path of ['', '/iris', '/report', '/contact-sheet.png']) {
    expect((await test.asExperimenter({ url: `/api/runs/00000000-0000-4000-8000-000000000000${path}` })).json()).toMatchObject({ status: 404, code: 'run.not_found' });
  }
});
