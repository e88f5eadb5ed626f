import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enteredRater, type TestRater } from '../../testing/rater.ts';
import { launchStudyOf, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import type { SessionList } from './schemas.ts';

let test: TestApp;
let study: LaunchedStudy;
let finished: TestRater;
let begun: TestRater;
beforeAll(async () => {
  test = await startTestApp();
  study = await launchStudyOf(test, { quality: [{ rule: 'fast-median', minimumMs: 900, action: 'flag' }] }, { places: 3, reward: { amount: 1.5, currency: 'GBP', basis: 'session' }, recruiting: { platform: 'prolific', endings: {} } });
  finished = await enteredRater(test.app, study.linkToken, { platformParameters: { PROLIFIC_PID: '=cmd()', SESSION_ID: 'sub-1' } });
  await finished.consent();
  await finished.answerAll();
  test.clock.now = new Date(test.clock.now.getTime() + 6 * 60_000);
  await finished.post('complete');
  begun = await enteredRater(test.app, study.linkToken, { platformParameters: { PROLIFIC_PID: 'second', SESSION_ID: 'sub-2' } });
  await begun.consent();
});
afterAll(() => test.close());

const url = (rest = ''): string => `/api/studies/${study.studyId}/sessions${rest}`;
const list = async (query = ''): Promise<SessionList> => (await test.asExperimenter({ url: url(query) })).json();

describe('the list of sessions', () => {
  it('says of each where it stands, with the evidence of its flags', async () => {
    const { sessions, total, next } = await list();
    expect([total, next]).toEqual([2, null]);
    expect(sessions.map(({ id, state, ending, platformId, submissionId }) => [id, state, ending, platformId, submissionId])).toEqual([
      [begun.sessionId, 'consented', null, 'second', 'sub-2'],
      [finished.sessionId, 'completed', 'completed', '=cmd()', 'sub-1'],
    ]);
    expect(sessions[1]).toMatchObject({ minutes: 6, answered: 11, total: 11, catchRight: 1, catchAnswered: 1, flags: [{ reason: 'fast_median', action: 'flag', values: { medianMs: 812.5 } }], excludedBecause: null, isLate: false });
  });

  it('is filtered and paged by the server', async () => {
    const idsOf = async (query: string): Promise<string[]> => (await list(query)).sessions.map(({ id }) => id);
    expect(await idsOf('?state=completed')).toEqual([finished.sessionId]);
    expect(await idsOf('?flag=fast_median')).toEqual([finished.sessionId]);
    expect(await idsOf('?flag=any')).toEqual([finished.sessionId]);
    expect(await idsOf('?flag=by_hand')).toEqual([]);
    expect(await idsOf('?kind=test')).toEqual([]);
    expect(await idsOf('?text=second')).toEqual([begun.sessionId]);
    expect(await idsOf('?text=secon')).toEqual([]);
    const { sessions: [listed] } = await list('?state=completed');
    expect(await idsOf(`?text=${listed!.participantId.slice(1, 6)}`)).toEqual([finished.sessionId]);
    const first = await list('?limit=1');
    expect(first.sessions.map(({ id }) => id)).toEqual([begun.sessionId]);
    expect(await list(`?limit=1&after=${first.next}`)).toMatchObject({ sessions: [{ id: finished.sessionId }], total: 2, next: null });
    expect((await test.asExperimenter({ url: url('?after=nonsense') })).json()).toMatchObject({ status: 400, code: 'session.cursor_unreadable' });
  });

  it('costs nothing while nothing changes', async () => {
    const { headers } = await test.asExperimenter({ url: url() });
    const again = await test.asExperimenter({ url: url(), headers: { 'if-none-match': String(headers['etag']) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await test.asExperimenter({ url: url('?state=completed'), headers: { 'if-none-match': String(headers['etag']) } })).statusCode).toBe(200);
  });
});

describe('what an experimenter does with a session', () => {
  const change = (sessionId: string, payload: object) => test.asExperimenter({ method: 'PATCH', url: url(`/${sessionId}`), payload });

  it('excludes by hand with a reason, in the results too, takes that back, and all is logged', async () => {
    const before = (await test.asExperimenter({ url: url() })).headers['etag'];
    expect((await change(finished.sessionId, { excludedBecause: 'Wrote that they guessed.', note: 'Asked by mail.' })).json()).toMatchObject({ excludedBecause: 'Wrote that they guessed.', note: 'Asked by mail.' });
    expect((await test.asExperimenter({ url: url() })).headers['etag']).not.toBe(before);
    const results = await test.asExperimenter({ url: `/api/studies/${study.studyId}/results` });
    expect(results.json()).toMatchObject({ quality: { excluded: { by_hand: 1, fast_median: 1 } } });
    const csv = await test.asExperimenter({ url: `/api/studies/${study.studyId}/dataset/sessions.csv` });
    expect(csv.body).toContain('fast_median;by_hand,Wrote that they guessed.');
    await change(finished.sessionId, { excludedBecause: null });
    const { changes } = (await test.asExperimenter({ url: url(`/${finished.sessionId}/changes`) })).json<{ changes: { change: object; experimenter: string }[] }>();
    expect(changes.map(({ change: logged }) => logged)).toEqual(expect.arrayContaining([{ excludedBecause: null }, { excludedBecause: 'Wrote that they guessed.', note: 'Asked by mail.' }]));
    expect(new Set(changes.map(({ experimenter }) => experimenter)).size).toBe(1);
  });

  it('releases a place, which somebody else then has, and nothing of who has ended', async () => {
    const release = (sessionId: string) => test.asExperimenter({ method: 'POST', url: url(`/${sessionId}/release`) });
    expect((await release(finished.sessionId)).json()).toMatchObject({ status: 409, code: 'session.place_not_held' });
    expect((await release(begun.sessionId)).json()).toMatchObject({ state: 'timed_out', ending: 'timed_out' });
    expect((await change('00000000-0000-4000-8000-000000000000', { note: 'x' })).json()).toMatchObject({ status: 404, code: 'session.not_found' });
  });

  it('only signed in', async () => {
    for (const path of [url(), `/api/studies/${study.studyId}/payments.csv`]) expect((await test.app.inject({ url: path })).statusCode).toBe(401);
  });
});

it('the payment file says what each is owed, guards formulas, and is in no data set', async () => {
  await test.asExperimenter({ method: 'PATCH', url: url(`/${finished.sessionId}`), payload: { bonus: 0.5, isSettled: true } });
  const { body, headers } = await test.asExperimenter({ url: `/api/studies/${study.studyId}/payments.csv` });
  expect(headers['content-disposition']).toContain('payments-prolific-');
  const [head, ...rows] = body.trim().split('\r\n');
  expect(head).toBe('platform_id,submission_id,participant_id,ending,minutes,reward,bonus,bonus_paid,currency,reasons,state');
  expect(rows.find((row) => row.includes('sub-1'))).toMatch(/^'=cmd\(\),sub-1,[^,]+,completed,6,1\.5,0\.5,,GBP,fast_median,settled$/);
  expect(rows.find((row) => row.includes('sub-2'))).toMatch(/^second,sub-2,[^,]+,timed_out,0,0,,,GBP,,open$/);
  const zip = await test.asExperimenter({ url: `/api/studies/${study.studyId}/dataset.zip` });
  expect(zip.rawPayload.includes('payments')).toBe(false);
});
