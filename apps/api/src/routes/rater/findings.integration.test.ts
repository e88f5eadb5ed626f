import { randomBytes } from 'node:crypto';
import { forgetOldIdentities, listAlerts } from '@lookalike/store';
import type { StudyOperation } from '@lookalike/study';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, enter, enteredRater, nextTrial, raterWith, sideOfIdentical, type TestRater } from '../../testing/rater.ts';
import { launchStudyOf, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import type { EnteredView } from './schemas.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const named = (pid: string, submission?: string) => ({ platformParameters: { PROLIFIC_PID: pid, STUDY_ID: 'study', ...(submission === undefined ? {} : { SESSION_ID: submission }) } });
const newKey = (): string => randomBytes(24).toString('base64url');
const minutes = (count: number): void => {
  test.clock.now = new Date(test.clock.now.getTime() + count * 60_000);
};
const refusal = { study_full: { status: 409, code: 'rater.study_full' }, kind: { status: 403, code: 'rater.kind_refused' }, elsewhere: { status: 409, code: 'rater.open_elsewhere' } };

describe('who is paid', () => {
  it('a test link gives the real code', async () => {
    const study = await launchStudyOf(test);
    expect((await enter(test.app, study.linkToken, { kind: 'test', ...named('cheat') })).json()).toMatchObject(refusal.kind);
    const { operation, testUrl } = await consoleView(study);
    const tester = await enteredRater(test.app, study.linkToken, { testKey: new URL(testUrl).searchParams.get('test'), ...named('cheat') });
    expect(await tester.get()).toMatchObject({ kind: 'test' });
    await finish(tester);
    const seen = JSON.stringify(await tester.get());
    expect(seen).not.toContain(operation.completionCode);
    expect(seen).not.toContain('prolific.com');
  });

  it.each(['test', 'simulated'] as const)('kind %s on a full study', async (kind) => {
    const study = await launchStudyOf(test, {}, { places: 1 });
    await enteredRater(test.app, study.linkToken);
    const before = await test.store.prisma.raterSession.count();
    expect((await enter(test.app, study.linkToken, { kind })).json()).toMatchObject(refusal.kind);
    expect(await test.store.prisma.raterSession.count()).toBe(before);
  });

  it('"try it as a test" on a full study: tests take no place', async () => {
    const study = await launchStudyOf(test, {}, { places: 1 });
    await enteredRater(test.app, study.linkToken);
    const { testUrl } = await consoleView(study);
    expect((await enter(test.app, study.linkToken, { testKey: new URL(testUrl).searchParams.get('test') })).statusCode).toBe(201);
    expect((await consoleView(study)).sessionCounts).toMatchObject({ person: { assigned: 1 }, test: { assigned: 1 } });
  });

  it('the code of somebody finished, for whoever knows their id', async () => {
    const study = await launchStudyOf(test);
    await finish(await enteredRater(test.app, study.linkToken, named('finished', 'sub-1')));
    const { operation } = await consoleView(study);
    for (const stranger of [named('finished'), named('finished', 'made up')]) {
      const reply = await enter(test.app, study.linkToken, stranger);
      expect(reply.json()).toMatchObject(refusal.elsewhere);
      expect(reply.body).not.toContain(operation.completionCode);
    }
  });

  it('every ending has its own code, and none has the one of another', async () => {
    const endings = { completed: { code: 'DONE1' }, no_consent: { code: 'NOCONS1' }, withdrawn: { code: 'WITHDR1' }, timed_out: { code: 'LATE1' } };
    const study = await launchStudyOf(test, {}, { places: 1, lateFinish: 'time_out', recruiting: { platform: 'prolific', endings } });
    const ended = async (person: string, end: (rater: TestRater) => Promise<unknown>): Promise<string> => {
      const rater = await enteredRater(test.app, study.linkToken, named(person, person));
      await end(rater);
      return JSON.stringify((await rater.get()).wayOut);
    };
    const only = (seen: string, ending: keyof typeof endings): void => {
      for (const [name, { code }] of Object.entries(endings)) expect(seen.includes(code), `${name} in what ${ending} shows: ${seen}`).toBe(name === ending);
    };
    only(await ended('declines', (rater) => rater.post('decline')), 'no_consent');
    only(await ended('withdraws', async (rater) => (await rater.consent(), rater.post('withdraw'))), 'withdrawn');
    only(
      await ended('late', async (rater) => {
        await rater.consent();
        minutes(60);
        await finish(await enteredRater(test.app, study.linkToken, named('in time', 'sub')));
        await rater.get();
      }),
      'timed_out',
    );
    const { wayOut } = await (await enteredRater(test.app, study.linkToken, named('in time', 'sub'))).get();
    only(JSON.stringify(wayOut), 'completed');
    expect(wayOut).toMatchObject({ redirectUrl: 'https://app.prolific.com/submissions/complete?cc=DONE1', waitSeconds: expect.any(Number) });
  });
});

describe('who is who', () => {
  it.each([['without a submission', undefined], ['with one that is made up', 'sub-2']])('a stranger with a PID takes the session (%s)', async (_, submission) => {
    const study = await launchStudyOf(test);
    const victim = await enteredRater(test.app, study.linkToken, named('victim', 'sub-1'));
    await victim.consent();
    const reply = await enter(test.app, study.linkToken, named('victim', submission));
    expect(reply.json()).toMatchObject(refusal.elsewhere);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    expect((await victim.post('heartbeat')).json()).toEqual({ state: 'consented' });
  });

  it('a stranger with a PID withdraws it', async () => {
    const study = await launchStudyOf(test);
    const victim = await enteredRater(test.app, study.linkToken, named('victim', 'sub-1'));
    await victim.consent();
    await victim.answerAll();
    const bystander = await enteredRater(test.app, study.linkToken);
    const reply = await test.app.inject({ method: 'POST', url: `/api/rater/sessions/${victim.sessionId}/withdraw`, headers: { authorization: `Bearer ${bystander.token}` } });
    expect(reply.json()).toMatchObject({ code: 'rater.token_wrong' });
    expect((await victim.get()).state).toBe('all_acknowledged');
  });

  it('who takes over after two minutes of silence sees no earlier answer', async () => {
    const study = await launchStudyOf(test);
    const before = await enteredRater(test.app, study.linkToken, named('moves'));
    await before.consent();
    const [answer] = await answerFirst(before);
    expect((await enter(test.app, study.linkToken, named('moves'))).json()).toMatchObject(refusal.elsewhere);
    minutes(2.01);
    const reply = await enter(test.app, study.linkToken, named('moves'));
    expect(reply.statusCode).toBe(200);
    expect(reply.json<EnteredView>().session).toMatchObject({ state: 'in_progress', answered: [{ trialIndex: 0, round: 0 }] });
    expect(reply.body).not.toContain(answer?.responseId);
    expect(reply.body).not.toContain('"answer"');
  });

  it('the same submission comes back at once, in another browser too', async () => {
    const study = await launchStudyOf(test);
    const before = await enteredRater(test.app, study.linkToken, { ...named('same', 'sub-1'), entryKey: newKey() });
    const after = await enter(test.app, study.linkToken, { ...named('same', 'sub-1'), entryKey: newKey() });
    expect(after.statusCode).toBe(200);
    expect(after.json<EnteredView>().sessionId).toBe(before.sessionId);
  });

  it.each([
    ['Prolific', { PROLIFIC_PID: '{{%PROLIFIC_PID%}}' }],
    ['Sona', { survey_code: '%SURVEY_CODE%' }],
    ['a template', { workerId: '${workerId}' }],
  ])('unfilled placeholders put all people in one session (%s)', async (_, platformParameters) => {
    const study = await launchStudyOf(test, {}, { contact: 'lab@example.org' });
    for (let visit = 0; visit < 2; visit++) {
      const reply = await enter(test.app, study.linkToken, { platformParameters });
      expect(reply.json()).toMatchObject({ status: 422, code: 'rater.link_unfilled' });
      expect(reply.json<{ fix: string }>().fix).toContain('lab@example.org');
    }
    expect(await test.store.prisma.raterSession.count({ where: { studyId: study.studyId } })).toBe(0);
    expect(await listAlerts(test.store.prisma, study.studyId)).toMatchObject([{ kind: 'link_unfilled', count: 2 }]);
  });

  it('a PID with a space is another person', async () => {
    const study = await launchStudyOf(test);
    const before = await enteredRater(test.app, study.linkToken, named('spaced', 'sub-1'));
    expect((await enter(test.app, study.linkToken, named(' spaced ', 'sub-1'))).json<EnteredView>().sessionId).toBe(before.sessionId);
  });

  it.each([
    ['Sona', { platform: 'sona' as const, endings: {}, sona: { parameter: 'id', school: '', experimentId: '', creditsWithdrawn: true } }, { id: '4711' }],
    ['a panel', { platform: 'panel' as const, endings: {}, panel: { parameters: [{ name: 'pid', placeholder: '', says: 'person' as const }] } }, { pid: '42' }],
  ])('who comes back from %s is a second person', async (_, recruiting, platformParameters) => {
    const study = await launchStudyOf(test, {}, { recruiting });
    const before = await enteredRater(test.app, study.linkToken, { platformParameters });
    minutes(3);
    expect((await enter(test.app, study.linkToken, { platformParameters })).json<EnteredView>().sessionId).toBe(before.sessionId);
  });

  it('a platform’s preview begins a session', async () => {
    const study = await launchStudyOf(test);
    const reply = await enter(test.app, study.linkToken, { platformParameters: { assignmentId: 'ASSIGNMENT_ID_NOT_AVAILABLE', workerId: 'w' } });
    expect(reply.json()).toMatchObject({ status: 409, code: 'rater.preview' });
    expect(await test.store.prisma.raterSession.count({ where: { studyId: study.studyId } })).toBe(0);
  });
});

describe('coming back', () => {
  it.each(['full', 'paused', 'closed'] as const)('a person with a place returns in another browser while the study is %s', async (status) => {
    const study = await launchStudyOf(test, {}, { places: status === 'full' ? 1 : 5 });
    const before = await enteredRater(test.app, study.linkToken, named('returns', 'sub-1'));
    await before.consent();
    if (status === 'paused') await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${study.studyId}/operation`, payload: { isPaused: true } });
    if (status === 'closed') await test.asExperimenter({ method: 'POST', url: `/api/studies/${study.studyId}/close` });
    expect((await test.app.inject({ url: `/api/rater/studies/${study.linkToken}` })).json()).toMatchObject({ status });

    const back = await enter(test.app, study.linkToken, { ...named('returns', 'sub-1'), onlyReturning: true });
    expect(back.statusCode).toBe(200);
    expect(back.json()).toMatchObject({ sessionId: before.sessionId, session: { state: 'consented' } });
    await finish(raterWith(test.app, back.json<EnteredView>()));
    // And again, for the code.
    const { operation } = await consoleView(study);
    expect((await enter(test.app, study.linkToken, { ...named('returns', 'sub-1'), onlyReturning: true })).json()).toMatchObject({ session: { state: 'completed', wayOut: { code: operation.completionCode } } });
  });

  it('whoever only asks whether they have a session begins none', async () => {
    const study = await launchStudyOf(test);
    expect((await enter(test.app, study.linkToken, { ...named('new'), onlyReturning: true })).json()).toMatchObject({ status: 404, code: 'rater.unknown' });
    expect(await test.store.prisma.raterSession.count({ where: { studyId: study.studyId } })).toBe(0);
  });

  it('a lost reply to Begin costs a place', async () => {
    const study = await launchStudyOf(test, {}, { places: 2 });
    const entry = { entryKey: newKey() };
    const [lost, again] = [await enter(test.app, study.linkToken, entry), await enter(test.app, study.linkToken, entry)];
    expect([lost.statusCode, again.statusCode]).toEqual([201, 200]);
    // Whichever reply arrives, it is the same rater.
    expect(again.json<EnteredView>()).toMatchObject({ sessionId: lost.json<EnteredView>().sessionId, token: lost.json<EnteredView>().token });
    expect((await enter(test.app, study.linkToken, { entryKey: newKey() })).statusCode).toBe(201);
    expect((await enter(test.app, study.linkToken, { entryKey: newKey() })).json()).toMatchObject(refusal.study_full);
  });

  it('a lost reply to Begin, sent again twenty times at once, makes one session', async () => {
    const study = await launchStudyOf(test, {}, { places: 5 });
    const entry = { entryKey: newKey(), ...named('impatient', 'sub-1') };
    const replies = await Promise.all(Array.from({ length: 20 }, () => enter(test.app, study.linkToken, entry)));
    expect(new Set(replies.map((reply) => reply.json<EnteredView>().token)).size).toBe(1);
    expect(await test.store.prisma.raterSession.count({ where: { studyId: study.studyId } })).toBe(1);
  });

  it('a late entry ends the token of a rater who has gone on', async () => {
    const study = await launchStudyOf(test);
    const first = { ...named('goes on', 'sub-1'), entryKey: newKey() };
    await enter(test.app, study.linkToken, first);
    const elsewhere = await enteredRater(test.app, study.linkToken, { ...named('goes on', 'sub-1'), entryKey: newKey() });
    await elsewhere.consent();
    minutes(3);
    // The first browser's request, which was on its way all the time.
    expect((await enter(test.app, study.linkToken, { entryKey: first.entryKey })).statusCode).toBe(201);
    expect((await elsewhere.post('heartbeat')).json()).toEqual({ state: 'consented' });
  });

  it('a late entry of the same browser, anonymous, changes nothing either', async () => {
    const study = await launchStudyOf(test);
    const entry = { entryKey: newKey() };
    const rater = await enteredRater(test.app, study.linkToken, entry);
    await rater.consent();
    await answerFirst(rater);
    expect((await enter(test.app, study.linkToken, entry)).json()).toMatchObject({ sessionId: rater.sessionId, token: rater.token, session: { state: 'in_progress' } });
    expect((await rater.post('heartbeat')).json()).toEqual({ state: 'in_progress' });
  });
});

describe('places', () => {
  it('anonymous entries close a study for 45 minutes', async () => {
    const study = await launchStudyOf(test, {}, { places: 2 });
    for (let entry = 0; entry < 2; entry++) await enteredRater(test.app, study.linkToken);
    expect((await enter(test.app, study.linkToken)).json()).toMatchObject(refusal.study_full);
    minutes(10.1);
    expect((await enter(test.app, study.linkToken)).statusCode).toBe(201);
  });

  it('a stranger takes all places from one address', async () => {
    const study = await launchStudyOf(test, {}, { places: 100 });
    const statuses: number[] = [];
    for (let entry = 0; entry < 42; entry++) statuses.push((await enter(test.app, study.linkToken)).statusCode);
    expect(statuses.filter((status) => status === 201)).toHaveLength(40);
    expect(statuses.at(-1)).toBe(429);
    expect(await listAlerts(test.store.prisma, study.studyId)).toMatchObject([{ kind: 'entries_limited' }]);
  });

  it('an expired lease says assigned or in progress for ever, and a late finish is not flagged', async () => {
    const study = await launchStudyOf(test, {}, { places: 1 });
    const late = await enteredRater(test.app, study.linkToken);
    await late.consent();
    minutes(46);
    const next = await enteredRater(test.app, study.linkToken);
    expect((await consoleView(study)).sessionCounts.person).toMatchObject({ timedOut: 1, assigned: 1, inProgress: 0 });
    await finish(next);
    // Everything that the late rater sends is kept, and flagged.
    await finish(late);
    expect((await late.get()).state).toBe('completed');
    const row = await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: late.sessionId }, include: { responses: true } });
    expect(row).toMatchObject({ placeReleasedAt: expect.any(Date) });
    expect(row.responses.length).toBeGreaterThan(0);
    expect(await listAlerts(test.store.prisma, study.studyId)).toMatchObject([{ kind: 'finished_late', facts: { heldPlaces: 1, places: 1 } }, { kind: 'quota_reached' }]);
  });

  it('a late finish is paid although the study does not want it', async () => {
    const study = await launchStudyOf(test, {}, { places: 1, lateFinish: 'time_out' });
    const late = await enteredRater(test.app, study.linkToken);
    await late.consent();
    minutes(46);
    await enteredRater(test.app, study.linkToken);
    const { operation } = await consoleView(study);
    expect(await late.get()).toMatchObject({ state: 'timed_out', wayOut: { ending: 'timed_out' }, trials: [] });
    // What its page had not sent yet is kept.
    expect((await late.post('responses', { responses: [answerTo({ trialIndex: 0, round: 0 })] })).statusCode).toBe(200);
    expect(await test.store.prisma.response.count({ where: { sessionId: late.sessionId } })).toBe(1);
    expect(JSON.stringify(await late.get())).not.toContain(operation.completionCode);
  });

  it('who comes back while a place is free has it again, with the plan that they had', async () => {
    const study = await launchStudyOf(test, {}, { places: 2 });
    const away = await enteredRater(test.app, study.linkToken);
    await away.consent();
    await answerFirst(away);
    minutes(46);
    const other = await enteredRater(test.app, study.linkToken);
    await other.post('decline');
    expect((await away.get()).state).toBe('in_progress');
    await finish(away);
    expect(await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: away.sessionId } })).toMatchObject({ placeReleasedAt: null, state: 'completed', planIndex: 0 });
  });

  it('who had answered everything when the place was given away finishes once there is one again', async () => {
    const study = await launchStudyOf(test, {}, { places: 1, lateFinish: 'time_out' });
    const late = await enteredRater(test.app, study.linkToken);
    await late.consent();
    const { progress } = await late.get();
    const { shown } = await late.known();
    const answers = Array.from({ length: progress.total }, (_, trialIndex) =>
      answerTo({ trialIndex, round: 0 }, sideOfIdentical({ trialIndex }, shown({ trialIndex, round: 0 }))),
    );
    minutes(46);
    const heir = await enteredRater(test.app, study.linkToken);
    // What its page had kept all arrives: the study does not take it, and the place is somebody else's.
    expect((await late.post('responses', { responses: answers })).json()).toMatchObject({ session: { state: 'timed_out' } });
    expect((await late.post('complete')).json()).toMatchObject({ state: 'timed_out' });
    await heir.post('decline');
    await finish(late);
    expect(await late.get()).toMatchObject({ state: 'completed', wayOut: { ending: 'completed' } });
  });

  it('who goes on late has a place again as soon as one is free', async () => {
    const study = await launchStudyOf(test, {}, { places: 1 });
    const late = await enteredRater(test.app, study.linkToken);
    await late.consent();
    await answerFirst(late);
    minutes(46);
    const heir = await enteredRater(test.app, study.linkToken);
    await answerFirst(late);
    expect(await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: late.sessionId } })).toMatchObject({ state: 'in_progress', placeReleasedAt: expect.any(Date) });
    await heir.post('decline');
    await finish(late);
    expect(await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: late.sessionId } })).toMatchObject({ state: 'completed', placeReleasedAt: null });
    expect(await listAlerts(test.store.prisma, study.studyId)).not.toContainEqual(expect.objectContaining({ kind: 'finished_late' }));
  });
});

describe('what stays of whom', () => {
  it.each(['decline', 'withdraw'])('%s: the id stays in plain text', async (step) => {
    const study = await launchStudyOf(test);
    const pid = `plain-${step}-${newKey()}`;
    const rater = await enteredRater(test.app, study.linkToken, named(pid, `sub-${pid}`));
    if (step === 'withdraw') await rater.consent();
    await rater.post(step);
    expect(await database()).not.toContain(pid);
    const identity = () => test.store.prisma.platformIdentity.findUniqueOrThrow({ where: { sessionId: rater.sessionId } });
    expect((await identity()).sealed).not.toBeNull();
    await forgetOldIdentities(test.store.prisma, new Date(test.clock.now.getTime() + 31 * 86_400_000));
    expect(await identity()).toMatchObject({ sealed: null, personHash: expect.any(String) });
  });

  it.each(['decline', 'withdraw'])('%s, where the consent text promises that the id goes at once', async (step) => {
    const study = await launchStudyOf(test);
    await test.store.prisma.study.update({ where: { id: study.studyId }, data: { identityRetention: 'at_once' } });
    const rater = await enteredRater(test.app, study.linkToken, named(`at-once-${step}`));
    if (step === 'withdraw') await rater.consent();
    expect((await rater.post(step)).statusCode).toBe(200);
    expect((await test.store.prisma.platformIdentity.findUniqueOrThrow({ where: { sessionId: rater.sessionId } })).sealed).toBeNull();
    // Coming back, they meet the same ending, and their id is not written again.
    minutes(3);
    await enter(test.app, study.linkToken, named(`at-once-${step}`));
    expect((await test.store.prisma.platformIdentity.findUniqueOrThrow({ where: { sessionId: rater.sessionId } })).sealed).toBeNull();
  });

  it.each(['decline', 'withdraw'])('%s: what the page said of the screen stays', async (step) => {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    if (step === 'withdraw') {
      await rater.consent();
      expect((await rater.post('screen', { language: 'gsw', refreshHz: 59.94, cssPxPerMm: 4 })).statusCode).toBe(200);
    }
    await rater.post(step);
    // A report that was on its way arrives later.
    await rater.post('screen', { language: 'gsw', refreshHz: 59.94, cssPxPerMm: 4 });
    expect(await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: rater.sessionId } })).toMatchObject({ language: null, refreshHz: null, cssPxPerMm: null });
  });

  it('the ids of raters under way are in the database in plain text', async () => {
    const { linkToken } = await launchStudyOf(test);
    const pid = `under-way-${newKey()}`;
    await (await enteredRater(test.app, linkToken, named(pid, `sub-${pid}`))).consent();
    expect(await database()).not.toContain(pid);
  });

  it('the debrief, which gives catch trials away, is in the reply to Begin', async () => {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    expect((await rater.get()).texts.debrief).toBe('');
    await finish(rater);
    expect((await rater.get()).texts.debrief).not.toBe('');
  });
});

async function finish(rater: TestRater): Promise<void> {
  await rater.consent();
  await rater.answerAll();
  const reply = await rater.post('complete');
  if (reply.statusCode !== 200) throw new Error(`Completing was refused: ${reply.body}`);
}

async function answerFirst(rater: TestRater) {
  const trial = nextTrial(await rater.get());
  if (trial === undefined) throw new Error('There is a first trial.');
  const answers = [answerTo(trial)];
  await rater.post('responses', { responses: answers });
  return answers;
}

interface ConsoleView {
  readonly testUrl: string;
  readonly operation: StudyOperation;
  readonly sessionCounts: { readonly person: object; readonly test: object };
}

async function consoleView({ studyId }: LaunchedStudy): Promise<ConsoleView> {
  return (await test.asExperimenter({ url: `/api/studies/${studyId}` })).json<ConsoleView>();
}

/** All that is stored of raters and studies, as text. */
async function database(): Promise<string> {
  const { raterSession, platformIdentity, earlierPlatformIdentity, studyAlert, studyChange } = test.store.prisma;
  return JSON.stringify([await raterSession.findMany(), await platformIdentity.findMany(), await earlierPlatformIdentity.findMany(), await studyAlert.findMany(), await studyChange.findMany()]);
}

