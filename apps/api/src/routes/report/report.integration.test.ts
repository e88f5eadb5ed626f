import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { SectionRunner } from '../../analysis/section-job.ts';
import { ApiError } from '../../http/api-error.ts';
import { enteredRater } from '../../testing/rater.ts';
import { runHere } from '../../testing/run-here.ts';
import { launchStudyOf, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const HOSTILE = '<script>alert("title")</script>';
let test: TestApp;
let study: LaunchedStudy;
/** What holds the sections up, by name. */
let held: Readonly<Record<string, Promise<void>>> = {};
const holding: SectionRunner = {
  ...runHere,
  run: async (job, watch) => {
    await held[job.section];
    return runHere.run(job, watch);
  },
};

beforeAll(async () => {
  test = await startTestApp({ sections: holding });
  study = await launchStudyOf(test, { title: HOSTILE }, { completionCode: 'SECRET-CODE', contact: 'ask@lab.example', recruiting: { platform: 'prolific', endings: { no_consent: { code: 'DECLINED-CODE' } } }, authors: ['A. Author'] });
  for (let number = 0; number < 4; number++) await answers({ kind: 'simulated' }, number);
  await answers({ platformParameters: { PROLIFIC_PID: 'platform-person-1', STUDY_ID: 'platform-study', SESSION_ID: 'platform-submission' } }, 0);
});
afterAll(() => test.close());
afterEach(() => {
  held = {};
});

async function answers(payload: object, number: number): Promise<void> {
  const rater = await enteredRater(test.app, study.linkToken, payload, 'kind' in payload ? await test.experimenterToken() : undefined);
  await rater.consent();
  await rater.answerAll(({ trialIndex }, { query, left, right }) => (query === left ? 'left' : query === right ? 'right' : (trialIndex + number) % 3 === 0 ? 'left' : 'right'));
  await rater.post('complete');
}

/** What was computed is kept: a test that holds something up asks of others than those before. */
const askOnce = (query = '', headers: Record<string, string> = {}) => test.asExperimenter({ url: `/api/studies/${study.studyId}/report.html${query}`, headers });

/** Asks until it is there, as a page does. */
async function ask(...question: Parameters<typeof askOnce>): ReturnType<typeof askOnce> {
  for (;;) {
    const reply = await askOnce(...question);
    if (reply.statusCode !== 202) return reply;
  }
}

it('is one file that says what the results say', async () => {
  const reply = await ask('?kind=simulated');
  expect(reply.statusCode).toBe(200);
  expect(reply.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'content-disposition': 'attachment; filename="lookalike-scriptalerttitlescript-report.html"', 'cache-control': 'no-store' });
  expect(reply.headers['content-security-policy']).toBe("default-src 'none';style-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none';frame-ancestors 'none'");
  const { scores } = (await test.asExperimenter({ url: `/api/studies/${study.studyId}/results?kind=simulated` })).json();
  expect(scores).toHaveLength(2);
  for (const { condition, network, score: { estimate, interval, n } } of scores) {
    expect(reply.body).toContain(`<td>${condition.name}</td><td>${estimate.toFixed(3)}</td><td>${interval.lower.toFixed(3)}\u00a0to\u00a0${interval.upper.toFixed(3)}</td><td>${n.raters}</td><td>${n.targets}</td><td>${n.trials}</td>`);
    expect(reply.body).toContain(network.fileHash);
  }
  expect(reply.body).toContain('4 simulated raters entered, 4 consented, 4 gave every answer, and the sessions of 4');
  expect(reply.body).toContain('they say nothing about human alignment');
});

it('no name can become markup, and nothing runs or is loaded', async () => {
  const { body } = await ask('?kind=simulated');
  expect(body).toContain('<h1>&#60;script&#62;alert(&#34;title&#34;)&#60;/script&#62;</h1>');
  expect(body).not.toContain('<script');
  expect([...body.matchAll(/src="(.{0,22})/g)].map(([, source]) => source)).toEqual(Array.from({ length: 12 }, () => 'data:image/webp;base64,'.slice(0, 22)));
});

it('nothing of who took part is in it', async () => {
  const { body } = await ask();
  expect(body).toContain('Raters were recruited on Prolific.');
  expect(body).toContain('1 person entered, 1 consented');
  const sessions = await test.store.prisma.raterSession.findMany({ where: { studyId: study.studyId } });
  for (const secret of ['platform-person-1', 'platform-study', 'platform-submission', 'SECRET-CODE', 'DECLINED-CODE', 'ask@lab.example', study.linkToken, ...sessions.flatMap(({ id, participantId }) => [id, participantId])]) expect(body).not.toContain(secret);
});

it('says how far its sections are: to programs as JSON, to who followed a link as a page that asks again', async () => {
  let release = (): void => undefined;
  held = { effects: new Promise<void>((resolve) => (release = resolve)) };
  await expect.poll(async () => (await askOnce('?kind=test')).json().progress).toBeGreaterThan(0);
  const reply = await askOnce('?kind=test');
  expect(reply.statusCode).toBe(202);
  expect(reply.headers['retry-after']).toBe('2');
  expect(reply.json()).toMatchObject({ state: 'computing' });
  const page = await askOnce('?kind=test', { accept: 'text/html,*/*;q=0.8' });
  expect([page.statusCode, page.headers['content-type']]).toEqual([202, 'text/html; charset=utf-8']);
  expect(page.body).toContain('<meta http-equiv="refresh" content="2">');
  expect(page.headers['content-disposition']).toBeUndefined();
  release();
  expect((await ask('?kind=test')).statusCode).toBe(200);
});

it('a section that the answers do not admit says why; other faults are told', async () => {
  held = { objectives: Promise.reject(new ApiError('analysis.unfit', 'The rankings cannot be made.')) };
  held['objectives']!.catch(() => undefined);
  expect((await ask('?kind=all')).body).toContain('The rankings cannot be made.');
  held = { attrition: Promise.reject(new ApiError('analysis.out_of_memory', 'Too large.')) };
  held['attrition']!.catch(() => undefined);
  expect((await ask('?kind=all&include=all')).json()).toMatchObject({ status: 503, code: 'analysis.out_of_memory' });
});

it('only who is signed in gets it, and only of a study that there is', async () => {
  expect((await test.app.inject({ url: `/api/studies/${study.studyId}/report.html` })).json()).toMatchObject({ code: 'sign_in.required' });
  expect((await test.asExperimenter({ url: '/api/studies/00000000-0000-4000-8000-000000000000/report.html' })).json()).toMatchObject({ code: 'study.not_found' });
  const viewer = await test.withRole('viewer');
  expect((await viewer({ url: `/api/studies/${study.studyId}/report.html` })).statusCode).toBeLessThan(300);
});
