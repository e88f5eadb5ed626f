import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RaterSessionView } from './routes/rater/schemas.ts';
import { readEarlierDatabase, restoreEarlierDatabase } from './testing/earlier-database.ts';
import { startTestApp, type TestApp } from './testing/test-app.ts';

const earlier = readEarlierDatabase();
let test: TestApp;
let app: FastifyInstance;
beforeAll(async () => {
  test = await startTestApp({ database: await restoreEarlierDatabase(earlier) });
  app = test.app;
}, 600_000);
afterAll(() => test.close());

const viewOf = async ({ sessionId, token }: { sessionId: string; token: string }): Promise<RaterSessionView> =>
  (await app.inject({ url: `/api/rater/sessions/${sessionId}`, headers: { authorization: `Bearer ${token}` } })).json();

it('raters of studies launched before find their trials, answers and codes as they were', async () => {
  for (const [name, access] of Object.entries(earlier.tokens)) {
    const [now, then] = [await viewOf(access), earlier.views[name]];
    if (then === undefined) throw new Error(`${name} has no view.`);
    const { state, answered, nextTrialIndex, progress, consentHash, completion } = then;
    expect(now).toMatchObject({ state, answered, nextTrialIndex, progress, consentHash, ...(completion === undefined ? {} : { completion }) });
    expect(now.trials.map(({ trialIndex, blockIndex, phase, round, pictures }) => ({ trialIndex, blockIndex, phase, round, urls: pictures.map(({ url }) => url) })))
      .toEqual(then.trials.map(({ trialIndex, blockIndex, phase, round, queryUrl, leftUrl, rightUrl }) => ({ trialIndex, blockIndex, phase, round, urls: [queryUrl, leftUrl, rightUrl] })));
  }
});

it('a page that was open meanwhile sends its answer in the shape of then, and goes on', async () => {
  const { sessionId, token, body } = earlier.openPage;
  const before = await viewOf({ sessionId, token });
  const send = () => app.inject({ method: 'POST', url: `/api/rater/sessions/${sessionId}/responses`, headers: { authorization: `Bearer ${token}` }, payload: body });
  expect((await send()).json()).toMatchObject({ accepted: [{ responseId: body.responses[0]?.responseId }] });
  expect((await send()).statusCode).toBe(200);
  const after = await viewOf({ sessionId, token });
  expect(after.answered).toHaveLength(before.answered.length + 1);
});

it('studies made before keep their hashes, and their networks are conditions', async () => {
  for (const [studyId, { study }] of Object.entries(earlier.expected)) {
    const view = (await test.asExperimenter({ url: `/api/studies/${studyId}` })).json();
    expect(view).toMatchObject({ configurationHash: study.configurationHash, stimuliHash: study.tripletsHash, operation: { places: expect.any(Number) } });
    const networks = earlier.tables['study_run']?.filter(({ study_id: id }) => id === studyId).length;
    expect(view.conditions).toHaveLength(networks ?? 0);
    for (const { conditionId, network, factors } of view.conditions) {
      expect(conditionId).toBe(network.id);
      expect(factors).toMatchObject({ layer: 'features', objective: 'regularizer-free', seed_kind: 'super-noise' });
    }
  }
  const draft = (await test.asExperimenter({ url: `/api/studies/${earlier.studies.draft}` })).json();
  expect(draft).toMatchObject({ status: 'draft', configuration: { design: { targets: 'shared', perCondition: 4 }, task: { name: '2afc' } } });
  expect((await test.asExperimenter({ method: 'POST', url: `/api/studies/${earlier.studies.draft}/launch` })).json()).toMatchObject({ status: 'live' });
});
