import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sections } from '@lookalike/analysis';
import { sweepKeptResults } from '@lookalike/store';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { SectionRunner } from '../../analysis/section-job.ts';
import { ApiError } from '../../http/api-error.ts';
import { enteredRater } from '../../testing/rater.ts';
import { runHere } from '../../testing/run-here.ts';
import { launchStudyOf, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
let study: LaunchedStudy;
/** How often something was computed, and what holds it up. */
let computed = 0;
let hold: Promise<void> = Promise.resolve();
const counting: SectionRunner = {
  ...runHere,
  run: async (job, watch) => {
    computed++;
    watch.report(0.25);
    const json = await runHere.run(job, watch);
    await hold;
    return json;
  },
};

beforeAll(async () => {
  test = await startTestApp({ sections: counting });
});
afterAll(() => test.close());
beforeEach(async () => {
  hold = Promise.resolve();
  study = await launchStudyOf(test);
  await somebodyAnswers();
  computed = 0;
});

async function somebodyAnswers(): Promise<void> {
  const rater = await enteredRater(test.app, study.linkToken);
  await rater.consent();
  await rater.answerAll();
  await rater.post('complete');
}

const askOnce = (query = '', headers: Record<string, string> = {}) => test.asExperimenter({ url: `/api/studies/${study.studyId}/analysis/scores${query}`, headers });

/** Asks until it is there, as a page does. */
async function ask(...question: Parameters<typeof askOnce>): ReturnType<typeof askOnce> {
  for (;;) {
    const reply = await askOnce(...question);
    if (reply.statusCode !== 202) return reply;
  }
}

/** The same, of another server of the same database. */
async function askAnother(app: FastifyInstance): Promise<LightMyRequestResponse> {
  for (;;) {
    const reply = await app.inject({ url: `/api/studies/${study.studyId}/analysis/scores`, headers: { authorization: `Bearer ${await test.experimenterToken()}` } });
    if (reply.statusCode !== 202) return reply;
  }
}

function held(): () => void {
  let release = (): void => undefined;
  hold = new Promise((resolve) => (release = resolve));
  return () => release();
}

it('every section has an address, and says what the results of the study say', async () => {
  for (const section of Object.keys(sections)) {
    await expect.poll(async () => (await test.asExperimenter({ url: `/api/studies/${study.studyId}/analysis/${section}` })).statusCode, { timeout: 600_000 }).toBe(200);
  }
  const reply = await ask('?kind=all');
  const { scores, quality } = (await test.asExperimenter({ url: `/api/studies/${study.studyId}/results?kind=all` })).json();
  expect(reply.json()).toMatchObject({ studyId: study.studyId, raterKind: 'all', include: 'passed', isCurrent: true, computedAt: test.clock.now.toISOString(), result: { scores, quality } });
  expect((await test.asExperimenter({ url: `/api/studies/${study.studyId}/analysis/nothing` })).statusCode).toBe(404);
  expect((await ask('?kind=robot')).json()).toMatchObject({ code: 'request.invalid' });
});

it('is computed once for all who ask at once, and not again until something changes', async () => {
  const release = held();
  const asking = [ask(), ask(), test.asExperimenter({ url: `/api/studies/${study.studyId}/results` })];
  await expect.poll(() => computed).toBe(1);
  release();
  expect((await Promise.all(asking)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  await ask();
  expect(computed).toBe(1);
  await ask('?include=all');
  expect(computed).toBe(2);
});

it('says how far it is while it is computed', async () => {
  const release = held();
  const reply = await askOnce();
  expect(reply.statusCode).toBe(202);
  expect(reply.headers['retry-after']).toBe('1');
  expect(reply.json()).toEqual({ state: 'computing', progress: 0.25, startedAt: test.clock.now.toISOString() });
  expect((await askOnce('?kind=simulated')).json()).toEqual({ state: 'queued', progress: 0, startedAt: null });
  release();
  expect((await ask()).statusCode).toBe(200);
});

it('a restart, and another server of the same database, have what was computed', async () => {
  const before = (await ask()).json();
  const restarted = await test.restart();
  const reply = await askAnother(restarted);
  expect(reply.json()).toEqual(before);
  expect(computed).toBe(1);
});

it('a new answer is another revision, and one row is kept for each question', async () => {
  const before = (await ask()).json();
  await somebodyAnswers();
  const after = (await ask()).json();
  expect(after.result.scores[0].score.n.raters).toBe(before.result.scores[0].score.n.raters + 1);
  expect(after.revision).not.toBe(before.revision);
  expect(computed).toBe(2);
  expect(await test.store.prisma.keptResult.count({ where: { studyId: study.studyId } })).toBe(1);
  // A place more may change what is short, so it counts as well.
  await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${study.studyId}/operation`, payload: { places: 9 } });
  expect((await ask()).json().revision).not.toBe(after.revision);
});

it('what took long is handed out though answers came meanwhile, and says that it is not of now', async () => {
  const release = held();
  expect((await askOnce()).statusCode).toBe(202);
  await somebodyAnswers();
  test.clock.now = new Date(test.clock.now.getTime() + 60_000);
  release();
  expect((await ask()).json()).toMatchObject({ isCurrent: false, result: { scores: [{ score: { n: { raters: 1 } } }, {}] } });
  expect(computed).toBe(1);
  test.clock.now = new Date(test.clock.now.getTime() + 61_000);
  expect((await ask()).json()).toMatchObject({ isCurrent: true, result: { scores: [{ score: { n: { raters: 2 } } }, {}] } });
});

it('margins are part of the question, and those out of range are refused by the section', async () => {
  const compare = async (query: string): Promise<LightMyRequestResponse> => {
    for (;;) {
      const reply = await test.asExperimenter({ url: `/api/studies/${study.studyId}/analysis/comparison${query}` });
      if (reply.statusCode !== 202) return reply;
    }
  };
  const [usual, wide] = [await compare(''), await compare('?equivalenceMargin=0.25')];
  expect([usual.statusCode, wide.statusCode]).toEqual([200, 200]);
  expect(wide.json().result).not.toEqual(usual.json().result);
  expect((await compare('?equivalenceMargin=7')).json()).toMatchObject({ status: 422, code: 'analysis.unfit' });
  expect((await compare('?equivalenceMargin=wide')).json()).toMatchObject({ status: 400, issues: [{ path: '/equivalenceMargin' }] });
  // Whoever tries margins leaves no more than the last ones.
  for (let margin = 10; margin < 35; margin++) await compare(`?equivalenceMargin=0.${margin}`);
  expect(await test.store.prisma.keptResult.count({ where: { studyId: study.studyId, section: 'comparison' } })).toBe(20);
});

it('whoever has it is told that it is the same', async () => {
  const first = await ask();
  const again = await ask('', { 'if-none-match': String(first.headers['etag']) });
  expect([again.statusCode, again.body]).toEqual([304, '']);
  await somebodyAnswers();
  expect((await ask('', { 'if-none-match': String(first.headers['etag']) })).statusCode).toBe(200);
});

it('a failure is told by its code to all who ask, and tried again later', async () => {
  hold = Promise.reject(new ApiError('analysis.out_of_memory', 'Too large.'));
  hold.catch(() => undefined);
  expect((await ask()).json()).toMatchObject({ status: 503, code: 'analysis.out_of_memory' });
  hold = Promise.resolve();
  expect((await ask()).json()).toMatchObject({ code: 'analysis.out_of_memory' });
  expect(computed).toBe(1);
  test.clock.now = new Date(test.clock.now.getTime() + 31_000);
  expect((await ask()).statusCode).toBe(200);
});

it('results of other code are not taken for those of this one, and are swept in time', async () => {
  await ask();
  await test.store.prisma.keptResult.updateMany({ where: { studyId: study.studyId }, data: { statisticsVersion: 'before', result: '{}' } });
  const restarted = await test.restart();
  const reply = await askAnother(restarted);
  expect(reply.json().result.scores).toHaveLength(2);
  expect(computed).toBe(2);
  const sweep = () => sweepKeptResults(test.store.prisma, { statisticsVersion: 'of-now', before: new Date(test.clock.now.getTime() + 1) });
  await test.store.prisma.keptResult.updateMany({ where: { studyId: study.studyId }, data: { statisticsVersion: 'of-now' } });
  await sweep();
  expect(await test.store.prisma.keptResult.count()).toBe(1);
});

it('only who is signed in gets it, and only of a study that there is', async () => {
  expect((await test.app.inject({ url: `/api/studies/${study.studyId}/analysis/scores` })).json()).toMatchObject({ code: 'sign_in.required' });
  expect((await test.asExperimenter({ url: '/api/studies/00000000-0000-4000-8000-000000000000/analysis/scores' })).json()).toMatchObject({ code: 'study.not_found' });
});
