import { raiseAlert, type AlertKind } from '@lookalike/store';
import type { StudyOperation } from '@lookalike/study';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, enteredRater } from '../../testing/rater.ts';
import { launchStudyOf, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import type { StudyPace } from '../pace/schemas.ts';
import type { StudyAlert } from './schemas.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const alertsOf = async ({ studyId }: LaunchedStudy): Promise<StudyAlert[]> => (await test.asExperimenter({ url: `/api/studies/${studyId}/alerts` })).json<{ alerts: StudyAlert[] }>().alerts;
const raise = ({ studyId }: LaunchedStudy, kind: AlertKind = 'link_unfilled'): Promise<void> => raiseAlert(test.store.prisma, { studyId, kind, facts: { parameters: ['PROLIFIC_PID'] }, now: test.clock.now });
const unseenOf = async ({ studyId }: LaunchedStudy): Promise<number | undefined> =>
  (await test.asExperimenter({ url: '/api/studies' })).json<{ studies: { id: string; unseenAlertCount: number }[] }>().studies.find(({ id }) => id === studyId)?.unseenAlertCount;

describe('alerts of a study', () => {
  it('are listed, counted, seen, and new again', async () => {
    const study = await launchStudyOf(test);
    expect([await alertsOf(study), await unseenOf(study)]).toEqual([[], 0]);
    await raise(study);
    await raise(study);
    await raise(study, 'entries_limited');
    expect(await alertsOf(study)).toMatchObject([{ kind: 'entries_limited', count: 1 }, { kind: 'link_unfilled', count: 2, facts: { parameters: ['PROLIFIC_PID'] }, seenAt: null }]);
    expect(await unseenOf(study)).toBe(2);

    const seen = await test.asExperimenter({ method: 'POST', url: `/api/studies/${study.studyId}/alerts/link_unfilled/seen` });
    expect(seen.json<{ alerts: StudyAlert[] }>().alerts.find(({ kind }) => kind === 'link_unfilled')?.seenAt).toBe(test.clock.now.toISOString());
    expect(await unseenOf(study)).toBe(1);
    await raise(study);
    expect(await unseenOf(study)).toBe(2);

    const { entries } = (await test.asExperimenter({ url: '/api/audit-log' })).json<{ entries: { action: string; facts: object }[] }>();
    expect(entries).toContainEqual(expect.objectContaining({ action: 'alert.seen', facts: { studyId: study.studyId, kind: 'link_unfilled' } }));
  });

  it('are read by viewers, and put aside by experimenters only', async () => {
    const study = await launchStudyOf(test);
    await raise(study);
    const viewer = await test.withRole('viewer');
    expect((await viewer({ url: `/api/studies/${study.studyId}/alerts` })).statusCode).toBe(200);
    expect((await viewer({ method: 'POST', url: `/api/studies/${study.studyId}/alerts/link_unfilled/seen` })).statusCode).toBe(403);
    expect(await unseenOf(study)).toBe(1);
  });

  it('that there are not are not seen', async () => {
    const study = await launchStudyOf(test);
    expect((await test.asExperimenter({ method: 'POST', url: `/api/studies/${study.studyId}/alerts/pilot_full/seen` })).json()).toMatchObject({ status: 404, code: 'alert.not_found' });
    expect((await test.asExperimenter({ url: '/api/studies/5f0c7a1e-6d0b-4f4e-9a53-0f4d5f3f9d61/alerts' })).json()).toMatchObject({ status: 404, code: 'study.not_found' });
  });
});

const operationOf = async ({ studyId }: LaunchedStudy): Promise<StudyOperation> => (await test.asExperimenter({ url: `/api/studies/${studyId}` })).json<{ operation: StudyOperation }>().operation;

async function completeOne({ linkToken }: LaunchedStudy): Promise<void> {
  const rater = await enteredRater(test.app, linkToken);
  await rater.consent();
  await rater.answerAll();
  expect((await rater.post('complete')).statusCode).toBe(200);
}

describe('a study that looks after itself', () => {
  it('pauses when its pilot is complete, and says when all places are', async () => {
    const study = await launchStudyOf(test, { quality: [] }, { places: 2, pilotPlaces: 1 });
    await completeOne(study);
    expect(await alertsOf(study)).toMatchObject([{ kind: 'pilot_full', facts: { places: 1, completed: 1 }, seenAt: null }]);
    expect((await operationOf(study)).isPaused).toBe(true);
    const { changes } = (await test.asExperimenter({ url: `/api/studies/${study.studyId}/changes` })).json<{ changes: object[] }>();
    expect(changes).toMatchObject([{ experimenter: 'Lookalike', change: { isPaused: true } }]);
    expect((await enter(test.app, study.linkToken)).json()).toMatchObject({ code: 'rater.study_paused' });

    await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${study.studyId}/operation`, payload: { pilotPlaces: null, isPaused: false } });
    await completeOne(study);
    expect(await alertsOf(study)).toMatchObject([{ kind: 'pilot_full', count: 1 }, { kind: 'quota_reached', facts: { places: 2 } }].sort((a, b) => a.kind.localeCompare(b.kind)));
    expect((await operationOf(study)).isPaused).toBe(false);
  });

  it('says when many time out, as soon as somebody else comes', async () => {
    const study = await launchStudyOf(test, {}, { places: 5 });
    for (let rater = 0; rater < 5; rater++) await enteredRater(test.app, study.linkToken);
    test.clock.now = new Date(test.clock.now.getTime() + 86_400_000);
    expect(await alertsOf(study)).toEqual([]);
    await enteredRater(test.app, study.linkToken);
    expect(await alertsOf(study)).toMatchObject([{ kind: 'many_timed_out', facts: { affected: 5, recent: 5 } }]);
  });

  it('tests raise nothing', async () => {
    const study = await launchStudyOf(test, {}, { places: 1 });
    const rater = await enteredRater(test.app, study.linkToken, { kind: 'simulated' }, await test.experimenterToken());
    await rater.consent();
    await rater.answerAll();
    await rater.post('complete');
    expect(await alertsOf(study)).toEqual([]);
  });
});

it('says how fast a study fills, and how evenly its answers lie', async () => {
  const study = await launchStudyOf(test, {}, { places: 3 });
  await completeOne(study);
  const { pace } = (await test.asExperimenter({ url: `/api/studies/${study.studyId}/pace` })).json<{ pace: StudyPace }>();
  expect(pace).toMatchObject({ completedCount: 1, places: 3, balance: [{ answerCount: 4 }, { answerCount: 4 }] });
  expect(pace.completionsPerHour).toBeCloseTo(1 / pace.overHours);
  expect(pace.fullAt).not.toBeNull();
});

it('a picture that a rater’s page gave up on is told with its trial, and how often', async () => {
  const study = await launchStudyOf(test);
  const rater = await enteredRater(test.app, study.linkToken);
  await rater.consent();
  const { trials } = await rater.get();
  const { trialIndex } = trials[0]!;
  expect((await rater.post('picture-stuck', { trialIndex, round: 0 })).json()).toEqual({ state: 'consented' });
  await rater.post('picture-stuck', { trialIndex, round: 0 });
  expect(await alertsOf(study)).toMatchObject([{ kind: 'stimulus_not_loading', count: 2, facts: { trialIndex, conditions: expect.any(Array) } }]);
  expect((await rater.post('picture-stuck', { trialIndex: 900, round: 0 })).json()).toMatchObject({ status: 422, code: 'rater.trial_unknown' });
  expect(test.logLines.join()).not.toContain('/pictures/');
});
