import { decodeImage } from '@lookalike/images';
import { createRun, enterStudy, findStudy } from '@lookalike/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shortConfiguration, storeRuns, studyRequest, testIriConfiguration, type StoredRuns } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { launchStudy } from './launch-study.ts';
import { studyMaterial } from './material.ts';
import { studyService } from './service.ts';

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
const study = async (change = {}, operation = {}) => (await create(studyRequest(stored.runs, change, operation))).json();
/** A queue that cannot be reached, and a log. */
const withoutQueue = () => {
  const logged: object[] = [];
  return { logged, queue: { send: () => Promise.reject(new Error('no queue')) }, log: { warn: (details: object) => void logged.push(details) } };
};
const conditionsOf = (...ids: string[]) => ids.map((runId, n) => ({ name: `Condition ${n}`, runId }));

it('a draft shows what launching would freeze: accepted IRIs of targets that all conditions share', async () => {
  const view = await study();
  expect(view).toMatchObject({ status: 'draft', version: 1, stimulusCount: 12, targetCount: 6, stimuliHash: null, warnings: [], operation: { places: 3 }, conditions: [{ factors: { layer: 'features', objective: 'regularizer-free', seed_kind: 'super-noise' }, stimulusCount: 6, acceptedCount: 7 }, {}] });
  expect(view.targetRule).toBe('The 6 targets with an accepted IRI for every one of the 2 conditions. 2 more targets have one for some conditions only and are left out.');
  expect(view.raterUrl).toMatch(/^http:\/\/lookalike\.test\/s\/[A-Za-z0-9_-]{20,}$/);
  expect((await test.asExperimenter({ url: '/api/studies' })).json().studies).toEqual(expect.arrayContaining([expect.objectContaining({ id: view.id, conditionNames: stored.runs.map(({ network }) => network.name) })]));
});

it('a draft changes and counts its version up; a live study does not change', async () => {
  const { id } = await study();
  const put = (title: string) => test.asExperimenter({ method: 'PUT', url: `/api/studies/${id}`, payload: studyRequest(stored.runs, { title }) });
  expect((await put('Second')).json()).toMatchObject({ version: 2, configuration: { title: 'Second' } });
  const live = (await launch(id)).json();
  expect(live).toMatchObject({ status: 'live', stimuliHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect((await put('Third')).json()).toMatchObject({ status: 409, code: 'study.not_draft' });
  expect((await launch(id)).json()).toMatchObject({ status: 409, code: 'study.not_draft' });
  expect((await test.asExperimenter({ url: `/api/studies/${id}` })).json()).toEqual(live);
  const closed = await test.asExperimenter({ method: 'POST', url: `/api/studies/${id}/close` });
  expect(closed.json()).toMatchObject({ status: 'closed' });
  expect((await test.asExperimenter({ method: 'POST', url: `/api/studies/${id}/close` })).json()).toMatchObject({ status: 409, code: 'study.not_live' });
});

it('several runs of one network and references are conditions of their own, known by what they show', async () => {
  const run = stored.runs[0];
  if (run === undefined) throw new Error('There are runs.');
  const conditions = [{ name: 'A network', runId: run.id }, { name: 'Ceiling', reference: 'original' }, { name: 'Floor', reference: 'other-image' }];
  const draft = (await create({ configuration: shortConfiguration(), conditions, operation: { places: 3 } })).json();
  const again = (await create({ configuration: shortConfiguration(), conditions })).json();
  expect(again.conditions).toEqual(draft.conditions);
  const live = (await launch(draft.id)).json();
  expect(live).toMatchObject({ status: 'live', conditions: [{ stimulusCount: 7, network: { id: run.networkId } }, { name: 'Ceiling', reference: 'original', network: null, stimulusCount: 7, factors: { reference: 'original' } }, { stimulusCount: 7 }] });
  expect((await launch(again.id)).json().stimuliHash).toBe(live.stimuliHash);
});

it('a launched study says what was frozen, whatever becomes of its runs', async () => {
  const { runs } = await storeRuns(test, { targetCount: 6, rejected: [[0], []] });
  const { id } = (await create(studyRequest(runs))).json();
  const live = (await launch(id)).json();
  expect(live).toMatchObject({ targetCount: 5, stimulusCount: 10, conditions: [{ acceptedCount: 5 }, { acceptedCount: 5 }] });
  const ofRuns = { runId: { in: runs.map((run) => run.id) } };
  await test.store.prisma.iri.updateMany({ where: ofRuns, data: { accepted: false, rejectionReason: 'distance' } });
  await test.store.prisma.generationRun.updateMany({ where: { id: ofRuns.runId }, data: { acceptedCount: 0 } });
  expect((await test.asExperimenter({ url: `/api/studies/${id}` })).json()).toEqual(live);
});

it('a draft that was changed while it was being launched is not launched', async () => {
  const { id } = await study();
  const read = await findStudy(test.store.prisma, id);
  await test.asExperimenter({ method: 'PUT', url: `/api/studies/${id}`, payload: studyRequest(stored.runs, { title: 'Second' }) });
  const material = studyMaterial({ store: test.store, ...withoutQueue() });
  await expect(launchStudy({ store: test.store, material }, read!)).rejects.toMatchObject({ code: 'study.draft_changed', message: expect.stringContaining('version 1 was checked, and version 2 is there') });
  expect((await test.asExperimenter({ url: `/api/studies/${id}` })).json()).toMatchObject({ status: 'draft', version: 2 });
  expect((await launch(id)).json()).toMatchObject({ status: 'live', configuration: { title: 'Second' } });
});

describe('sets of targets that look alike', () => {
  const task = { name: 'matching', setSize: 2, sets: { kind: 'near', distance: 'nlpd' } } as const;

  it('need distances, which are ordered with the draft and again with its launch', async () => {
    const { id } = await study({ task });
    const job = { imageSetId: stored.imageSetId, distance: 'nlpd' };
    expect(test.jobs.at(-1)).toEqual(job);
    const count = test.jobs.length;
    expect((await launch(id)).json()).toMatchObject({ status: 409, code: 'study.distances_missing' });
    expect(test.jobs.slice(count)).toEqual([job]);
  });

  it('need runs over one image set', async () => {
    const before = { studies: await test.store.prisma.study.count(), jobs: test.jobs.length };
    const { runs: [other] } = await storeRuns(test, { networkCount: 1, targetCount: 2 });
    const refused = (await create({ configuration: shortConfiguration({ task }), conditions: conditionsOf(runIds()[0]!, other!.id) })).json();
    expect(refused).toMatchObject({ status: 422, code: 'study.conditions_unfit', issues: [{ path: '/configuration/task/sets', code: 'study.image_sets_differ', message: expect.stringContaining('over 2'), fix: expect.stringContaining('one image set') }] });
    expect({ studies: await test.store.prisma.study.count(), jobs: test.jobs.length }).toEqual(before);
  });

  it('a queue that cannot be reached is logged, and keeps no draft from being saved, but its launch', async () => {
    const parts = withoutQueue();
    const studies = studyService({ store: test.store, blobs: test.blobs, publicUrl: '', secrets: test.secrets, now: () => test.clock.now, ...parts });
    const { id, status } = await studies.create({ configuration: shortConfiguration({ task }), conditions: conditionsOf(...runIds()) });
    expect(status).toBe('draft');
    expect(parts.logged).toEqual([{ err: expect.objectContaining({ message: 'no queue' }), studyId: id }]);
    await expect(studies.launch(id)).rejects.toThrow('no queue');
  });
});

it('wanted answers become places at the launch', async () => {
  const { id, wantedPlaces } = await study({ design: { targets: 'shared', perCondition: 4, answersPerStimulus: 10 } });
  expect(wantedPlaces).toBe(15);
  expect((await launch(id)).json().operation.places).toBe(15);
});

it('places are those that people hold: not of who was not seen for too long, and not of tests', async () => {
  const { id, heldPlaces } = await study();
  expect(heldPlaces).toBe(0);
  await launch(id);
  let entries = 0;
  const enter = async (kind: 'person' | 'test') => {
    const token = `${kind} ${++entries}`;
    const entered = await enterStudy(test.store, { studyId: id, kind, tokensOf: () => [token], appVersion: '1', now: new Date() });
    if (entered.outcome !== 'entered') throw new Error(`The study is ${entered.outcome}.`);
    return entered.session.id;
  };
  await enter('test');
  const gone = await enter('person');
  await enter('person');
  const held = async () => (await test.asExperimenter({ url: `/api/studies/${id}` })).json();
  expect(await held()).toMatchObject({ heldPlaces: 2, sessionCounts: { person: { assigned: 2 } } });
  await test.store.prisma.raterSession.update({ where: { id: gone }, data: { createdAt: new Date(0) } });
  expect(await held()).toMatchObject({ heldPlaces: 1, sessionCounts: { person: { assigned: 2 } } });
});

it('what is operated changes while the study is live, and the log says who changed what', async () => {
  const { id } = await study();
  await launch(id);
  const operate = (payload: object) => test.asExperimenter({ method: 'PATCH', url: `/api/studies/${id}/operation`, payload });
  expect((await operate({ isPaused: true, reward: { amount: 2, currency: 'EUR', basis: 'hour' } })).json()).toMatchObject({ status: 'live', operation: { isPaused: true, reward: { amount: 2 }, places: 3 } });
  expect((await operate({ places: 0 })).json()).toMatchObject({ status: 400, code: 'request.invalid' });
  expect((await operate({ title: 'no' })).json()).toMatchObject({ status: 400, code: 'request.invalid' });
  expect((await test.asExperimenter({ url: `/api/studies/${id}/changes` })).json().changes).toMatchObject([{ experimenter: 'experimenter@localhost', change: { isPaused: true } }]);
  expect((await test.asExperimenter({ url: '/api/studies/default-configuration?task=matching' })).json()).toMatchObject({ task: { name: 'matching', setSize: 3 } });
});

it('nobody gets an image by its hash without signing in, launched or not', async () => {
  const view = await study({ title: 'Not launched' });
  const { iris } = (await test.asExperimenter({ url: `/api/runs/${runIds()[0]}/iris` })).json();
  const rejected = iris[0].iriUrl.split('/').at(-1);
  const accepted = iris[2].iriUrl.split('/').at(-1);
  await launch(view.id);
  for (const hash of [accepted, rejected]) expect((await test.app.inject({ url: `/api/stimuli/${hash}.png` })).json()).toMatchObject({ status: 404, code: 'file.not_found' });
  expect((await test.app.inject({ url: '/api/stimuli/../../etc/passwd.png' })).statusCode).toBe(404);
  expect((await test.app.inject({ url: `/api/stimuli/${'z'.repeat(64)}.png` })).statusCode).toBe(400);
});

it('the contact sheet shows every condition beside target and seed', async () => {
  const { id } = await study();
  const reply = await test.asExperimenter({ url: `/api/studies/${id}/contact-sheet.png` });
  expect(reply.headers['content-type']).toBe('image/png');
  expect((await decodeImage(reply.rawPayload)).widthPx).toBeGreaterThan(400);
});

describe('refused, and no study comes of it', () => {
  it('a configuration with a field too many, one missing, or contradictions', async () => {
    const before = await test.store.prisma.study.count();
    const { question: _question, ...without } = shortConfiguration();
    const wrong = (await create({ configuration: { ...without, colour: 'red' }, conditions: conditionsOf(...runIds()) })).json();
    expect(wrong).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(wrong.issues).toEqual(expect.arrayContaining([expect.objectContaining({ path: '/configuration/question' }), expect.objectContaining({ path: '/configuration/colour' })]));
    const impossible = shortConfiguration({ trials: { catchCount: 1, practiceCount: 2, practicePassCount: 3, blockSize: 5 } });
    expect((await create({ configuration: impossible, conditions: conditionsOf(...runIds()) })).json()).toMatchObject({
      status: 422,
      code: 'study.configuration_invalid',
      issues: [{ path: '/configuration/trials/practicePassCount', code: 'study.practice_cannot_pass' }],
    });
    expect(await test.store.prisma.study.count()).toBe(before);
  });

  it('a run that does not exist, none at all, or two that show the same', async () => {
    const before = await test.store.prisma.study.count();
    const configuration = shortConfiguration();
    expect((await create({ configuration, conditions: conditionsOf('00000000-0000-4000-8000-000000000000') })).json()).toMatchObject({ status: 404, code: 'run.not_found' });
    expect((await create({ configuration, conditions: [] })).json()).toMatchObject({ status: 400, code: 'request.invalid' });
    const run = stored.runs[0];
    if (run === undefined) throw new Error('There are runs.');
    const second = await createRun(test.store.prisma, { networkId: run.networkId, imageSetId: stored.imageSetId, layer: 'features', configuration: testIriConfiguration });
    expect((await create({ configuration, conditions: conditionsOf(run.id, second.id) })).json()).toMatchObject({ status: 422, code: 'study.conditions_unfit', issues: [{ code: 'study.condition_repeated', path: '/conditions/1' }] });
    expect(await test.store.prisma.study.count()).toBe(before);

    const draft = (await create({ configuration, conditions: conditionsOf(second.id) })).json();
    expect((await launch(draft.id)).json()).toMatchObject({ status: 409, code: 'study.runs_not_done' });
    expect((await test.asExperimenter({ url: `/api/studies/${draft.id}` })).json().status).toBe('draft');
  });

  it('names given twice, a condition that is neither run nor reference or both, and references alone', async () => {
    const before = await test.store.prisma.study.count();
    const configuration = shortConfiguration();
    const [first, second] = runIds();
    const refused = async (conditions: object[]) => (await create({ configuration, conditions })).json();
    expect(await refused([{ name: 'A', runId: first }, { name: 'A', runId: second }])).toMatchObject({ code: 'study.conditions_unfit', issues: [{ code: 'study.condition_name_repeated', path: '/conditions/1/name' }] });
    expect(await refused([{ name: 'Robust', runId: first }, { name: 'robust ', runId: second }])).toMatchObject({ code: 'study.conditions_unfit', issues: [{ code: 'study.condition_name_repeated', path: '/conditions/1/name' }] });
    expect(await refused([{ name: 'A', runId: first }, { name: 'B', reference: 'seed' }, { name: 'C', reference: 'seed' }])).toMatchObject({ issues: [{ code: 'study.condition_repeated', path: '/conditions/2', message: 'The conditions "B" and "C" show the same: both are the reference "seed".' }] });
    expect(await refused([{ name: 'A', runId: first }, { name: 'B' }])).toMatchObject({ issues: [{ code: 'study.condition_unclear', path: '/conditions/1' }] });
    expect(await refused([{ name: 'A', runId: first, reference: 'seed' }])).toMatchObject({ issues: [{ code: 'study.condition_unclear' }] });
    expect(await refused([{ name: 'A', reference: 'seed' }])).toMatchObject({ issues: [{ code: 'study.only_references' }] });
    expect(await test.store.prisma.study.count()).toBe(before);
  });

  it('launching a study that shows no target twice with fewer targets than that takes', async () => {
    const { id } = await study({ design: { targets: 'once', perCondition: 4, answersPerStimulus: null } });
    expect((await launch(id)).json()).toMatchObject({ status: 422, code: 'study.too_few_targets', issues: [{ message: expect.stringContaining('8 targets') }] });
  });

  it('launching with fewer targets than a session needs', async () => {
    const { id } = await study({ design: { targets: 'shared', perCondition: 7, answersPerStimulus: null } });
    expect((await launch(id)).json()).toMatchObject({ status: 422, code: 'study.too_few_targets', issues: [{ path: '/configuration/design/perCondition' }] });
    expect((await test.asExperimenter({ url: `/api/studies/${id}` })).json().status).toBe('draft');
  });
});
