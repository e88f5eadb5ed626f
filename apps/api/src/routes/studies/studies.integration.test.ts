import { decodeImage } from '@lookalike/images';
import { createRun } from '@lookalike/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shortConfiguration, storeRuns, testIriConfiguration, type StoredRuns } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
let stored: StoredRuns;
beforeAll(async () => {
  test = await startTestApp();
  // Target 0 is rejected for the first network, target 1 for the second: six are shared.
  stored = await storeRuns(test, { targetCount: 8, rejected: [[0], [1]] });
});
afterAll(() => test.close());

const runIds = () => stored.runs.map(({ id }) => id);
const create = (payload: object) => test.asExperimenter({ method: 'POST', url: '/api/studies', payload });
const launch = (id: string) => test.asExperimenter({ method: 'POST', url: `/api/studies/${id}/launch` });
const study = async (change = {}) => (await create({ configuration: shortConfiguration(change), runIds: runIds() })).json();

it('a draft shows what launching would freeze: accepted IRIs of targets that all networks share', async () => {
  const view = await study();
  expect(view).toMatchObject({ status: 'draft', version: 1, tripletCount: 12, tripletsHash: null });
  expect(view.targetRule).toBe('The 6 targets with an accepted IRI for every one of the 2 networks. 2 more targets have one for some networks only and are left out.');
  expect(view.raterUrl).toMatch(/^http:\/\/lookalike\.test\/s\/[A-Za-z0-9_-]{20,}$/);
  expect((await test.asExperimenter({ url: '/api/studies' })).json().studies).toEqual(expect.arrayContaining([expect.objectContaining({ id: view.id, networkNames: stored.runs.map(({ network }) => network.name) })]));
});

it('a draft changes and counts its version up; a live study does not change', async () => {
  const { id } = await study();
  const put = (title: string) => test.asExperimenter({ method: 'PUT', url: `/api/studies/${id}`, payload: { configuration: shortConfiguration({ title }), runIds: runIds() } });
  expect((await put('Second')).json()).toMatchObject({ version: 2, configuration: { title: 'Second' } });
  const live = (await launch(id)).json();
  expect(live).toMatchObject({ status: 'live', tripletsHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect((await put('Third')).json()).toMatchObject({ status: 409, code: 'study.not_draft' });
  expect((await launch(id)).json()).toMatchObject({ status: 409, code: 'study.not_draft' });
  expect((await test.asExperimenter({ url: `/api/studies/${id}` })).json()).toEqual(live);
  const closed = await test.asExperimenter({ method: 'POST', url: `/api/studies/${id}/close` });
  expect(closed.json()).toMatchObject({ status: 'closed' });
  expect((await test.asExperimenter({ method: 'POST', url: `/api/studies/${id}/close` })).json()).toMatchObject({ status: 409, code: 'study.not_live' });
});

it('only images of a launched study can be fetched without signing in, and they never change', async () => {
  const view = await study({ title: 'Not launched' });
  const { iris } = (await test.asExperimenter({ url: `/api/runs/${runIds()[0]}/iris` })).json();
  const rejected = iris[0].iriUrl.split('/').at(-1);
  const accepted = iris[2].iriUrl.split('/').at(-1);
  await launch(view.id);
  const reply = await test.app.inject({ url: `/api/stimuli/${accepted}.png` });
  expect(reply.headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'public, max-age=31536000, immutable', etag: `"${accepted}"` });
  expect((await test.app.inject({ url: `/api/stimuli/${rejected}.png` })).json()).toMatchObject({ status: 404, code: 'file.not_found' });
  expect((await test.app.inject({ url: '/api/stimuli/../../etc/passwd.png' })).statusCode).toBe(404);
  expect((await test.app.inject({ url: `/api/stimuli/${'z'.repeat(64)}.png` })).statusCode).toBe(400);
});

it('the contact sheet shows every network beside target and seed', async () => {
  const { id } = await study();
  const reply = await test.asExperimenter({ url: `/api/studies/${id}/contact-sheet.png` });
  expect(reply.headers['content-type']).toBe('image/png');
  expect((await decodeImage(reply.rawPayload)).widthPx).toBeGreaterThan(400);
});

describe('refused, and no study comes of it', () => {
  it('a configuration with a field too many, one missing, or contradictions', async () => {
    const before = await test.store.prisma.study.count();
    const { question: _question, ...without } = shortConfiguration();
    const wrong = (await create({ configuration: { ...without, colour: 'red' }, runIds: runIds() })).json();
    expect(wrong).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(wrong.issues).toEqual(expect.arrayContaining([expect.objectContaining({ path: '/configuration/question' }), expect.objectContaining({ path: '/configuration/colour' })]));
    const impossible = shortConfiguration({ trials: { perNetwork: 4, catchCount: 1, practiceCount: 2, practicePassCount: 3, blockSize: 5 } });
    expect((await create({ configuration: impossible, runIds: runIds() })).json()).toMatchObject({
      status: 422,
      code: 'study.configuration_invalid',
      issues: [{ path: '/configuration/trials/practicePassCount', code: 'study.practice_cannot_pass' }],
    });
    expect(await test.store.prisma.study.count()).toBe(before);
  });

  it('a run that does not exist, none at all, or two of one network', async () => {
    const before = await test.store.prisma.study.count();
    const configuration = shortConfiguration();
    expect((await create({ configuration, runIds: ['00000000-0000-4000-8000-000000000000'] })).json()).toMatchObject({ status: 404, code: 'run.not_found' });
    expect((await create({ configuration, runIds: [] })).json()).toMatchObject({ status: 400, code: 'request.invalid' });
    const run = stored.runs[0];
    if (run === undefined) throw new Error('There are runs.');
    const second = await createRun(test.store.prisma, { networkId: run.networkId, imageSetId: stored.imageSetId, layer: 'features', configuration: testIriConfiguration });
    expect((await create({ configuration, runIds: [run.id, second.id] })).json()).toMatchObject({ status: 422, code: 'study.runs_unfit' });
    expect(await test.store.prisma.study.count()).toBe(before);

    const draft = (await create({ configuration, runIds: [second.id] })).json();
    expect((await launch(draft.id)).json()).toMatchObject({ status: 409, code: 'study.runs_not_done' });
    expect((await test.asExperimenter({ url: `/api/studies/${draft.id}` })).json().status).toBe('draft');
  });

  it('launching with fewer targets than a session needs', async () => {
    const { id } = await study({ trials: { perNetwork: 7, catchCount: 1, practiceCount: 2, practicePassCount: 2, blockSize: 5 } });
    expect((await launch(id)).json()).toMatchObject({ status: 422, code: 'study.too_few_targets', issues: [{ path: '/configuration/trials/perNetwork' }] });
    expect((await test.asExperimenter({ url: `/api/studies/${id}` })).json().status).toBe('draft');
  });
});
