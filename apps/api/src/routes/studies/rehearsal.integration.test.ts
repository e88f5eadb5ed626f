import { afterAll, beforeAll, expect, it } from 'vitest';
import { enter, raterWith } from '../../testing/rater.ts';
import { launchStudyOf, shortConfiguration, storeRuns, studyRequest } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import type { EnteredView } from '../rater/schemas.ts';
import type { StudyReadiness, StudySummary, StudyView } from './schemas.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const ask = async <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, payload?: object): Promise<T> => {
  const reply = await test.asExperimenter({ method, url: `/api/studies${url}`, ...(payload === undefined ? {} : { payload }) });
  expect(reply.statusCode, reply.body).toBeLessThan(300);
  return reply.json<T>();
};

async function draft(change: object = {}): Promise<{ readonly study: StudyView; readonly payload: object }> {
  const { runs } = await storeRuns(test);
  const payload = studyRequest(runs, { ...shortConfiguration(), ...change }, { reward: { amount: 2, currency: 'EUR', basis: 'session' } });
  return { study: await ask<StudyView>('POST', '', payload), payload };
}

const linkOf = ({ testUrl }: StudyView) => {
  const { pathname, searchParams } = new URL(testUrl ?? '');
  return { linkToken: pathname.split('/').at(-1) ?? '', testKey: searchParams.get('test') ?? '' };
};
const readiness = ({ id }: StudyView) => ask<StudyReadiness>('GET', `/${id}/readiness`);

it('a draft is tried as a test from the first page to the results, and stays a draft', async () => {
  const { study } = await draft();
  const copy = await ask<StudyView>('POST', `/${study.id}/rehearsal`);
  expect(copy).toMatchObject({ status: 'live', rehearsalOf: study.id, version: study.version, configurationHash: study.configurationHash, stimulusCount: 16 });
  const { linkToken, testKey } = linkOf(copy);
  const rater = raterWith(test.app, (await enter(test.app, linkToken, { testKey })).json<EnteredView>());
  await rater.consent();
  await rater.answerAll();
  await rater.post('complete');
  expect(await rater.get()).toMatchObject({ state: 'completed', kind: 'test', wayOut: { ending: 'completed', task: 'nothing' } });

  const results = await ask<{ quality: { completed: number } }>('GET', `/${copy.id}/results?kind=test`);
  expect(results.quality.completed).toBe(1);
  expect(await ask<StudyView>('GET', `/${study.id}`)).toMatchObject({ status: 'draft', rehearsalOf: null, sessionCounts: { test: { completed: 0 } } });
  expect((await readiness(study)).rehearsals).toMatchObject([{ id: copy.id, version: 1, sessionCount: 1 }]);
  const { studies } = await ask<{ studies: StudySummary[] }>('GET', '');
  expect(studies.map(({ id }) => id)).toContain(study.id);
  expect(studies.map(({ id }) => id)).not.toContain(copy.id);
});

it('nobody but a test enters it: no person, no code, whatever the link', async () => {
  const { study } = await draft();
  const { linkToken } = linkOf(await ask<StudyView>('POST', `/${study.id}/rehearsal`));
  expect((await enter(test.app, linkToken)).json()).toMatchObject({ code: 'rater.kind_refused' });
  expect((await enter(test.app, linkToken, { platformParameters: { PROLIFIC_PID: '5f0000000000000000000000' } })).json()).toMatchObject({ code: 'rater.kind_refused' });
  const { testKey } = linkOf(study);
  expect((await enter(test.app, linkToken, { testKey })).json()).toMatchObject({ code: 'rater.test_link_wrong' });
});

it('the same copy is given again until the draft changes; copies with answers stay, others go', async () => {
  const { study, payload } = await draft();
  const first = await ask<StudyView>('POST', `/${study.id}/rehearsal`);
  await ask('PATCH', `/${study.id}/operation`, { rewardNote: 'paid within a day' });
  expect(await ask<StudyView>('POST', `/${study.id}/rehearsal`)).toMatchObject({ id: first.id, operation: { rewardNote: 'paid within a day' } });
  await enter(test.app, linkOf(first).linkToken, { testKey: linkOf(first).testKey });

  await ask('PUT', `/${study.id}`, payload);
  const second = await ask<StudyView>('POST', `/${study.id}/rehearsal`);
  await ask('PUT', `/${study.id}`, payload);
  const third = await ask<StudyView>('POST', `/${study.id}/rehearsal`);
  expect((await readiness(study)).rehearsals.map(({ id, version }) => [id, version])).toEqual([[third.id, 3], [first.id, 1]]);
  expect((await test.asExperimenter({ url: `/api/studies/${second.id}` })).statusCode).toBe(404);
});

it('what stands in the way of a launch is said beforehand, and refuses the rehearsal', async () => {
  const { study } = await draft({ design: { targets: 'shared', perCondition: 400, answersPerStimulus: null } });
  const { obstacle } = await readiness(study);
  expect(obstacle).toMatchObject({ code: 'study.too_few_targets', message: expect.stringContaining('400') });
  const refused = await test.asExperimenter({ method: 'POST', url: `/api/studies/${study.id}/rehearsal` });
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([422, 'study.too_few_targets']);
  const launched = await launchStudyOf(test);
  expect((await test.asExperimenter({ method: 'POST', url: `/api/studies/${launched.studyId}/rehearsal` })).json()).toMatchObject({ code: 'study.not_draft' });
  expect(await ask('GET', `/${launched.studyId}/readiness`)).toEqual({ obstacle: null, rehearsals: [] });
});
