import { defaultStudyConfiguration, taskOf, type TaskName } from '@lookalike/study';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shortConfiguration, storeRuns, studyRequest, launchStudyOf } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import type { PreviewView } from './schemas.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

interface Draft {
  readonly id: string;
  readonly previewUrl: string;
  readonly operation: { readonly completionCode: string };
}

async function draftOf(name: TaskName, { targetCount = 6, operation = {} }: { targetCount?: number; operation?: object } = {}): Promise<Draft> {
  const { runs } = await storeRuns(test, { targetCount });
  const { task, design } = defaultStudyConfiguration(name);
  const perCondition = taskOf({ task }).groupSize(task) === 1 ? 4 : 6;
  const payload = studyRequest(runs, { ...shortConfiguration(), task, design: { ...design, perCondition, answersPerStimulus: null } }, operation);
  return (await test.asExperimenter({ method: 'POST', url: '/api/studies', payload })).json();
}

/** As the page asks: by what its link carries. */
function previewAddress({ previewUrl }: Draft): string {
  const { pathname, searchParams } = new URL(previewUrl);
  return `/api/previews/${pathname.split('/').at(-1)}?key=${searchParams.get('preview')}`;
}

const everything = async () => {
  const { study, raterSession, response, platformIdentity, studyAlert, studyFile } = test.store.prisma;
  return JSON.stringify([await study.findMany({ orderBy: { id: 'asc' } }), await raterSession.count(), await response.count(), await platformIdentity.count(), await studyAlert.count(), await studyFile.count()]);
};

it.each<TaskName>(['2afc', 'matching'])('a draft (%s) is shown from consent to every ending, and nothing is stored', async (name) => {
  const draft = await draftOf(name);
  const before = await everything();
  const reply = await test.app.inject({ url: previewAddress(draft) });
  expect(reply.statusCode, reply.body).toBe(200);
  const { study, session, rightAnswers, waysOut, obstacle, mostPracticeRounds } = reply.json<PreviewView>();
  expect(obstacle).toBeNull();
  expect(mostPracticeRounds).toBe(8);
  expect(study).toMatchObject({ status: 'open', task: name });
  expect(session.trials.filter(({ phase }) => phase === 'practice')).toHaveLength(2);
  expect(session.trials.filter(({ phase }) => phase === 'main').length).toBeGreaterThan(0);
  expect(rightAnswers.map(({ trialIndex }) => trialIndex)).toEqual([0, 1]);
  expect(session.texts.debrief).not.toBe('');
  expect(waysOut.map(({ ending }) => ending)).toContain('timed_out');
  // Its pictures are there, for whoever has the key.
  const [url = ''] = session.trials.flatMap(({ pictures }) => pictures.map((picture) => picture.url));
  expect((await test.app.inject({ url })).headers['content-type']).toBe('image/png');
  expect(await everything()).toBe(before);
});

it('no code of the study is in it', async () => {
  const draft = await draftOf('2afc', { operation: { recruiting: { platform: 'prolific', endings: { no_consent: { code: 'SECRETCODE' }, completed: { code: 'PAIDCODE' } } } } });
  const { body } = await test.app.inject({ url: previewAddress(draft) });
  expect(body).toContain('SAMPLE-CODE');
  for (const code of ['SECRETCODE', 'PAIDCODE', draft.operation.completionCode]) expect(body).not.toContain(code);
});

it('only the study’s own link and a signed-in experimenter see it, and its pictures', async () => {
  const [draft, other] = [await draftOf('2afc'), await draftOf('2afc')];
  const address = previewAddress(draft);
  const view = (await test.app.inject({ url: address })).json<PreviewView>();
  const [picture = ''] = view.session.trials.flatMap(({ pictures }) => pictures.map(({ url }) => url));
  const hash = /([0-9a-f]{64})/.exec(picture)?.[1];
  const foreignKey = previewAddress(other).split('?')[1];
  for (const url of [address.split('?')[0]!, `${address.split('?')[0]}?${foreignKey}`, picture.split('?')[0]!, `${picture.split('?')[0]}?${foreignKey}`]) {
    expect((await test.app.inject({ url })).json(), url).toMatchObject({ status: 403, code: 'preview.link_wrong' });
  }
  // A test key is no preview key, and a draft's pictures are nobody else's.
  const testKey = new URL((await test.asExperimenter({ url: `/api/studies/${draft.id}` })).json<{ testUrl: string }>().testUrl).searchParams.get('test');
  expect((await test.app.inject({ url: `${address.split('?')[0]}?key=${testKey}` })).statusCode).toBe(403);
  expect((await test.app.inject({ url: `/api/stimuli/${hash}.png` })).statusCode).toBe(404);
  expect((await test.app.inject({ url: picture.replace(hash!, '0'.repeat(64)) })).json()).toMatchObject({ code: 'file.not_found' });
  expect((await test.asExperimenter({ url: address.split('?')[0]! })).statusCode).toBe(200);
  expect((await test.app.inject({ url: '/api/previews/nothing' })).json()).toMatchObject({ code: 'rater.study_not_found' });
});

it('a draft that cannot be launched says why, and has all pages but trials', async () => {
  const { runs } = await storeRuns(test, { targetCount: 2 });
  const draft = (await test.asExperimenter({ method: 'POST', url: '/api/studies', payload: studyRequest(runs) })).json<Draft>();
  const view = (await test.app.inject({ url: previewAddress(draft) })).json<PreviewView>();
  const launch = (await test.asExperimenter({ method: 'POST', url: `/api/studies/${draft.id}/launch` })).json<{ code: string; detail: string }>();
  expect(view.obstacle).toMatchObject({ code: launch.code, message: launch.detail });
  expect(view.session.trials).toEqual([]);
  expect(view.waysOut.length).toBeGreaterThan(5);
});

it('a launched study has a preview too', async () => {
  const { studyId } = await launchStudyOf(test);
  const study = (await test.asExperimenter({ url: `/api/studies/${studyId}` })).json<Draft>();
  expect((await test.app.inject({ url: previewAddress(study) })).json()).toMatchObject({ obstacle: null, session: { state: 'assigned' } });
});
