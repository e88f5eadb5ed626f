import { afterAll, beforeAll, expect, it } from 'vitest';
import { enteredRater } from '../../testing/rater.ts';
import { launchStudyOf, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
let study: LaunchedStudy;

beforeAll(async () => {
  test = await startTestApp();
  study = await launchStudyOf(test);
});
afterAll(() => test.close());

const get = (query: string) => test.asExperimenter({ url: `/api/studies/${study.studyId}/preregistration${query}` });
const plan = 'wanted=width&score=0.5&width=0.3&raterSd=0.3&targetSd=0.92&raterOwnShare=0.5&targetOwnShare=0.5&raters=20&targets=8&perRater=4';

it('is Markdown to save, with the hashes that the study was launched with', async () => {
  const answer = await get('');
  const view = (await test.asExperimenter({ url: `/api/studies/${study.studyId}` })).json();
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ 'content-type': 'text/markdown; charset=utf-8', 'content-disposition': 'attachment; filename="preregistration.md"', 'cache-control': 'no-store' });
  expect(answer.body).toContain(view.configurationHash);
  expect(answer.body).toContain(view.stimuliHash);
  expect(answer.body).toContain('No person has begun a session.');
  expect(answer.body).toContain('Why so many raters and targets');
});

it('reasons the sample size from the plan that is asked with', async () => {
  const { body } = await get(`?${plan}`);
  expect(body).toContain('at most 0.3 wide on average. 20 raters whose sessions count, with 4 targets of each condition from 8 targets');
});

it('is one HTML page that runs and loads nothing', async () => {
  const answer = await get(`?format=html&${plan}`);
  expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'content-disposition': 'inline; filename="preregistration.html"' });
  expect(answer.headers['content-security-policy']).toBe("default-src 'none';style-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none';frame-ancestors 'none'");
  expect(answer.body).toContain('<svg');
});

it('says that people have begun', async () => {
  const rater = await enteredRater(test.app, study.linkToken);
  await rater.consent();
  expect((await get('')).body).toContain('1 person has begun a session');
});

it('a plan that cannot be, or lacks a number, is refused with what is wrong', async () => {
  expect((await get(`?${plan.replace('width=0.3', 'width=0')}`)).json()).toMatchObject({ status: 422, code: 'alignment.bad_wanted' });
  expect((await get('?wanted=width&score=0.5')).json()).toMatchObject({ status: 422, code: 'alignment.bad_design' });
  expect((await get('?wanted=fame')).json()).toMatchObject({ status: 400, code: 'request.invalid' });
  expect((await test.asExperimenter({ url: '/api/studies/00000000-0000-4000-8000-000000000000/preregistration' })).json()).toMatchObject({ status: 404, code: 'study.not_found' });
});
