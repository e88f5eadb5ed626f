import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RaterSessionView } from './routes/rater/schemas.ts';
import { readEarlierDatabase, restoreEarlierDatabase } from './testing/earlier-database.ts';
import { knownTrials } from './testing/shown-pictures.ts';
import { startTestApp, type TestApp } from './testing/test-app.ts';

const earlier = readEarlierDatabase();
let test: TestApp;
let app: FastifyInstance;
beforeAll(async () => {
  test = await startTestApp({ database: await restoreEarlierDatabase(earlier) });
  app = test.app;
}, 600_000);
afterAll(() => test.close());

const hashIn = (url: string): string => /[0-9a-f]{64}/.exec(url)?.[0] ?? '';

const viewOf = async ({ sessionId, token }: { sessionId: string; token: string }): Promise<RaterSessionView> =>
  (await app.inject({ url: `/api/rater/sessions/${sessionId}`, headers: { authorization: `Bearer ${token}` } })).json();

it('raters of studies launched before find their trials, answers and codes as they were', async () => {
  for (const [name, access] of Object.entries(earlier.tokens)) {
    const [now, then] = [await viewOf(access), earlier.views[name]];
    if (then === undefined) throw new Error(`${name} has no view.`);
    const { state, answered, nextTrialIndex, progress, consentHash, completion } = then;
    expect(now).toMatchObject({ state, answered, nextTrialIndex, progress, consentHash, ...(completion === undefined ? {} : { completion }) });
    if (now.trials.length === 0) {
      expect(then.trials).toEqual([]);
      continue;
    }
    // As far as they are handed over today: the same pictures in the same places, under addresses that tell nothing.
    const { shown } = await knownTrials(test.store, access.sessionId);
    const places = now.trials.map(({ trialIndex, blockIndex, phase, round }) => ({ trialIndex, blockIndex, phase, round }));
    const [first] = places;
    const from = then.trials.findIndex((trial) => trial.trialIndex === first?.trialIndex && trial.round === first.round);
    expect(now.trials.map((trial, i) => ({ ...places[i], ...shown(trial) })))
      .toEqual(then.trials.slice(from, from + now.trials.length).map(({ queryUrl, leftUrl, rightUrl, ...place }) => ({ ...place, query: hashIn(queryUrl), left: hashIn(leftUrl), right: hashIn(rightUrl) })));
    const urls = now.trials.flatMap(({ pictures }) => pictures.map(({ url }) => url));
    expect(new Set(urls).size).toBe(3 * now.trials.length);
  }
});

it('a page that was open meanwhile still gets its pictures by their hashes, while its session is under way', async () => {
  const { sessionId } = earlier.openPage;
  const [then] = Object.values(earlier.views).filter(({ trials }, index) => trials.length > 0 && Object.values(earlier.tokens)[index]?.sessionId === sessionId);
  const url = then?.trials[0]?.queryUrl ?? '';
  // The fixture has no files: what is refused is refused for that alone.
  const codeNow = async (): Promise<string> => (await app.inject({ url })).json().code;
  test.clock.now = new Date(Math.max(...(await test.store.prisma.raterSession.findMany()).map(({ lastSeenAt }) => lastSeenAt.getTime())));
  expect(await codeNow()).not.toBe('file.not_found');
  test.clock.now = new Date(test.clock.now.getTime() + 48 * 3_600_000);
  expect(await codeNow()).toBe('file.not_found');
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
