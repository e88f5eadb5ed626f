import type { RecruitingSettings } from '@lookalike/recruiting';
import { prolificStandIn, sonaStandIn, type ProlificStandIn, type SonaStandIn, type StandInSubmission } from '@lookalike/recruiting/testing';
import type { StudyConfiguration } from '@lookalike/study';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { multipartForm } from '../../testing/multipart.ts';
import { enter, enteredRater, sideOfIdentical, type TestRater } from '../../testing/rater.ts';
import { launchStudyOf } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import type { ActionView, RecruitingView, SubmissionList, SubmissionView } from './schemas.ts';

let test: TestApp;
let prolific: ProlificStandIn;
let sona: SonaStandIn;
beforeAll(async () => {
  test = await startTestApp({ publicUrl: 'https://lab.example', outside: (request) => (request.url.includes('sona-systems') ? sona.fetch(request) : prolific.fetch(request)) });
});
beforeEach(() => {
  prolific = prolificStandIn();
  sona = sonaStandIn();
  test.clock.now = new Date(Date.UTC(2026, 11, 1, 10));
});
afterAll(() => test.close());

const request = async <T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object): Promise<{ status: number; body: T }> => {
  const reply = await test.asExperimenter({ method, url, ...(payload === undefined ? {} : { payload }) });
  return { status: reply.statusCode, body: reply.json() };
};

/** A study that is recruited on Prolific, with the token saved. */
async function onProlific({ withToken = true, ...more }: { withToken?: boolean; endings?: RecruitingSettings['endings'] } = {}) {
  const there = prolific.addStudy({ codes: [{ code: 'DONE', code_type: 'COMPLETED', actions: [{ action: 'MANUALLY_REVIEW' }] }] });
  const recruiting: RecruitingSettings = { platform: 'prolific', endings: more.endings ?? {}, prolific: { studyId: there.id, takenAgain: 'continue' } };
  const { studyId, linkToken } = await launchStudyOf(test, {}, { completionCode: 'DONE', recruiting });
  const url = `/api/studies/${studyId}/recruiting`;
  if (withToken) expect((await request('PUT', `${url}/prolific/token`, { token: prolific.token })).status).toBe(200);
  return {
    studyId, linkToken, url, there,
    /** Somebody who takes the study on Prolific and comes here. */
    async arrive(facts: Partial<StandInSubmission> = {}): Promise<{ submission: StandInSubmission; rater: TestRater }> {
      const submission = prolific.addSubmission({ study: there.id, ...facts });
      return { submission, rater: await enteredRater(test.app, linkToken, { platformParameters: { PROLIFIC_PID: submission.participant, STUDY_ID: there.id, SESSION_ID: submission.id } }) };
    },
    async listed(): Promise<readonly SubmissionView[]> {
      expect((await request('POST', `${url}/read`)).status).toBe(200);
      return (await request<SubmissionList>('GET', `${url}/submissions`)).body.submissions;
    },
    async prepare(payload: object): Promise<{ status: number; body: ActionView }> {
      return request<ActionView>('POST', `${url}/actions`, payload);
    },
    confirm: (id: string) => request<ActionView>('POST', `${url}/actions/${id}/confirm`),
  };
}

async function finish({ rater, submission }: { rater: TestRater; submission: StandInSubmission }): Promise<void> {
  await rater.consent();
  await rater.answerAll();
  expect((await rater.post('complete')).statusCode).toBe(200);
  submission.status = 'AWAITING REVIEW';
  submission.code = 'DONE';
}

describe('the token', () => {
  it('is tried before it is kept, kept encrypted, and never given out', async () => {
    const { url, studyId } = await onProlific({ withToken: false });
    expect(await request('PUT', `${url}/prolific/token`, { token: 'a-wrong-token' })).toMatchObject({ status: 422, body: { code: 'platform.token_refused' } });
    expect((await request<RecruitingView>('GET', url)).body.accounts).toEqual([]);
    const saved = await request<RecruitingView>('PUT', `${url}/prolific/token`, { token: prolific.token });
    expect(saved.body.accounts).toMatchObject([{ platform: 'prolific', holder: 'lab@university.example', savedBy: 'experimenter@localhost' }]);
    const stored = await test.store.prisma.platformAccount.findMany({ where: { studyId } });
    for (const text of [JSON.stringify(saved.body), JSON.stringify(stored), test.logLines.join('')]) expect(text).not.toContain(prolific.token);
    expect((await request<RecruitingView>('DELETE', `${url}/prolific/token`)).body.accounts).toEqual([]);
    expect(await request('POST', `${url}/read`)).toMatchObject({ status: 409, body: { code: 'platform.token_missing' } });
  });

  it('nobody reads or moves anything without signing in', async () => {
    const { url } = await onProlific();
    for (const [method, path] of [['GET', ''], ['GET', '/submissions'], ['GET', '/actions'], ['POST', '/read'], ['POST', '/actions'], ['PUT', '/prolific/token']] as const) {
      expect((await test.app.inject({ method, url: `${url}${path}` })).statusCode).toBe(401);
    }
  });
});

it('the study on Prolific is read, and codes that differ are offered', async () => {
  const { url, there } = await onProlific();
  there.codes.push({ code: 'NOPE', code_type: 'NO_CONSENT', actions: [{ action: 'REQUEST_RETURN' }] });
  const { body } = await request<{ differences: { ending: string; offer: string | null }[] }>('GET', `${url}/prolific-study`);
  expect(body).toMatchObject({ name: 'Which picture?', reward: 150, currency: 'GBP' });
  expect(body.differences.find(({ ending }) => ending === 'no_consent')).toMatchObject({ offer: 'NOPE' });
  expect(body.differences.some(({ ending }) => ending === 'completed')).toBe(false);
});

it('who does not come from Prolific is not let in, but a test is', async () => {
  const { linkToken } = await onProlific();
  expect((await enter(test.app, linkToken, {})).json()).toMatchObject({ code: 'rater.link_unfilled' });
  expect((await enter(test.app, linkToken, { kind: 'test' }, await test.experimenterToken())).statusCode).toBe(201);
});

describe('submissions and sessions', () => {
  it('find one another, and say what is owed', async () => {
    const study = await onProlific();
    const done = await study.arrive();
    await finish(done);
    const declined = await study.arrive();
    await declined.rater.post('decline');
    const late = await study.arrive();
    await finish(late);
    late.submission.status = 'TIMED-OUT';
    await study.arrive();
    prolific.addSubmission({ study: study.there.id, status: 'AWAITING REVIEW', code: 'GUESS' });
    const owed = new Map((await study.listed()).map((each) => [each.submission, each]));
    expect(owed.get(done.submission.id)).toMatchObject({ owed: 'approve', session: { ending: 'completed', isSettled: false }, oddCode: null });
    expect(owed.get(declined.submission.id)).toMatchObject({ owed: 'ask_to_return', session: { ending: 'no_consent' } });
    expect(owed.get(late.submission.id)).toMatchObject({ owed: 'bonus' });
    expect([...owed.values()].filter(({ session }) => session === null)).toMatchObject([{ owed: 'look', oddCode: expect.stringContaining('GUESS') }]);
    expect([...owed.values()].filter(({ owed: each }) => each === 'wait')).toHaveLength(1);
  });

  it('ids are encrypted, and those of who declined are forgotten once it is settled', async () => {
    const study = await onProlific();
    const { submission, rater } = await study.arrive();
    await rater.post('decline');
    await study.listed();
    const stored = async () => JSON.stringify(await test.store.prisma.platformSubmission.findMany({ where: { studyId: study.studyId } }));
    expect(await stored()).not.toContain(submission.participant);
    submission.status = 'RETURNED';
    await study.listed();
    expect((await study.listed())[0]).toMatchObject({ submission: null, participant: null, status: 'RETURNED', session: { isSettled: true } });
  });

  it.each([['with its id in the link', true], ['without', false]] as const)('one that is returned and taken again is not owed twice, %s', async (_, inLink) => {
    const study = await onProlific();
    const come = (submission: StandInSubmission) =>
      enteredRater(test.app, study.linkToken, { platformParameters: { PROLIFIC_PID: submission.participant, ...(inLink ? { SESSION_ID: submission.id } : {}) } });
    const first = prolific.addSubmission({ study: study.there.id });
    await come(first);
    await study.listed();
    first.status = 'RETURNED';
    test.clock.now = new Date(test.clock.now.getTime() + 5 * 60_000);
    const again = prolific.addSubmission({ study: study.there.id, participant: first.participant });
    await finish({ rater: await come(again), submission: again });
    for (let reading = 0; reading < 2; reading++) {
      const owed = new Map((await study.listed()).map((each) => [each.submission, each]));
      expect(owed.get(again.id)).toMatchObject({ owed: 'approve', session: { ending: 'completed', isSettled: false } });
      expect(owed.get(first.id)).toMatchObject({ owed: 'settled', session: null });
    }
  });

  it('who withdrew stays known until a person settles it', async () => {
    const study = await onProlific();
    const { submission, rater } = await study.arrive();
    await rater.consent();
    await rater.post('withdraw');
    submission.status = 'RETURNED';
    const [listed] = await study.listed();
    expect(listed).toMatchObject({ participant: submission.participant, session: { isSettled: false } });
    const settled = await request<SubmissionList>('POST', `${study.url}/settle`, { submissionIds: [listed!.id] });
    expect(settled.body.submissions[0]).toMatchObject({ participant: null, session: { isSettled: true } });
    expect((await study.listed())[0]).toMatchObject({ participant: null });
  });

  it('come from the exported file where there is no token; nothing else of it is kept', async () => {
    const study = await onProlific({ withToken: false });
    const done = await study.arrive();
    await finish(done);
    const csv = `Submission id,Participant id,Status,Started at,Completed at,Time taken,Completion code,Age,Sex\n${done.submission.id},${done.submission.participant},AWAITING REVIEW,2026-12-01T09:01:00.000Z,2026-12-01T09:20:00.000Z,900,DONE,31,Female\n`;
    const upload = (text: string) => test.asExperimenter({ method: 'POST', url: `${study.url}/export`, ...multipartForm([['file', { fileName: 'prolific_export.csv', bytes: Buffer.from(text) }]]) });
    expect((await upload(csv)).json()).toEqual({ submissionCount: 1 });
    expect((await request<SubmissionList>('GET', `${study.url}/submissions`)).body.submissions).toMatchObject([{ owed: 'approve', handedInAt: '2026-12-01T09:20:00.000Z' }]);
    expect((await upload('a,b\n1,2\n')).json()).toMatchObject({ code: 'platform.export_unreadable' });
    expect((await upload(csv.replace(done.submission.participant, '=cmd()'))).statusCode).toBe(422);
  });
});

describe('a session is settled', () => {
  const csvOf = ({ id, participant }: StandInSubmission, status: string) => Buffer.from(`Submission id,Participant id,Status,Started at,Completed at,Completion code\n${id},${participant},${status},2026-12-01T09:01:00.000Z,,DONE\n`);
  const ways = {
    'by a reading': async (study: Awaited<ReturnType<typeof onProlific>>, submission: StandInSubmission, status: string) => {
      submission.status = status;
      await study.listed();
    },
    'by a message and the reading after it': async (study: Awaited<ReturnType<typeof onProlific>>, submission: StandInSubmission, status: string) => {
      await test.watcher.tick();
      await request('PUT', `${study.url}/messages`, { isTold: true });
      submission.status = status;
      const { headers, body } = prolific.message(submission);
      expect((await test.app.inject({ method: 'POST', url: `/api/platforms/prolific/${study.studyId}/messages`, headers, payload: body })).statusCode).toBe(204);
      test.clock.now = new Date(test.clock.now.getTime() + 6_000);
      await test.watcher.tick();
    },
    'by the exported file': async (study: Awaited<ReturnType<typeof onProlific>>, submission: StandInSubmission, status: string) => {
      const reply = await test.asExperimenter({ method: 'POST', url: `${study.url}/export`, ...multipartForm([['file', { fileName: 'export.csv', bytes: csvOf(submission, status) }]]) });
      expect(reply.statusCode).toBe(200);
    },
  };
  const sessionOf = async ({ studyId }: { studyId: string }) => (await test.store.prisma.raterSession.findMany({ where: { studyId } }))[0]!;

  it.each(Object.keys(ways).flatMap((way) => ['APPROVED', 'REJECTED', 'RETURNED', 'TIMED-OUT'].map((status) => [way, status] as const)))('%s that says %s, once, and lists notice', async (way, status) => {
    const study = await onProlific();
    const person = await study.arrive();
    await finish(person);
    const { version } = await sessionOf(study);
    for (let again = 0; again < 2; again++) await ways[way as keyof typeof ways](study, person.submission, status);
    expect(await sessionOf(study)).toMatchObject({ settledAt: expect.any(Date), version: version + 1 });
  });

  it('by hand, in either place, and lists notice; one under way is not', async () => {
    const study = await onProlific();
    const person = await study.arrive();
    const change = async (isSettled: boolean) => (await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${study.studyId}/sessions/${person.rater.sessionId}`, payload: { isSettled } })).statusCode;
    expect(await change(true)).toBe(409);
    await finish(person);
    const [listed] = await study.listed();
    const { version } = await sessionOf(study);
    await request('POST', `${study.url}/settle`, { submissionIds: [listed!.id] });
    expect(await sessionOf(study)).toMatchObject({ settledAt: expect.any(Date), version: version + 1 });
    expect(await change(false)).toBe(200);
    expect(await sessionOf(study)).toMatchObject({ settledAt: null, version: version + 2 });
    expect(await change(true)).toBe(200);
    expect(await sessionOf(study)).toMatchObject({ settledAt: expect.any(Date), version: version + 3 });
  });

  it('until it is handed in after its time had run out', async () => {
    const study = await onProlific();
    const person = await study.arrive();
    await finish(person);
    person.submission.status = 'TIMED-OUT';
    expect((await study.listed())[0]).toMatchObject({ owed: 'bonus', session: { isSettled: true } });
    person.submission.status = 'AWAITING REVIEW';
    expect((await study.listed())[0]).toMatchObject({ owed: 'approve', session: { isSettled: false } });
  });
});

describe('what moves a submission', () => {
  it('is prepared, says the sum and the persons, and is done once, by its confirmation', async () => {
    const study = await onProlific();
    const people = [await study.arrive(), await study.arrive()];
    for (const person of people) await finish(person);
    const ids = (await study.listed()).map(({ id }) => id);
    const { status, body } = await study.prepare({ kind: 'approve', submissionIds: ids });
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'prepared', sum: { amount: 300, total: 300, currency: 'GBP' }, preparedBy: 'experimenter@localhost' });
    expect(body.persons.map(({ participant }) => participant).sort()).toEqual(people.map(({ submission }) => submission.participant).sort());
    prolific.settle();
    expect(people.map(({ submission }) => submission.status)).toEqual(['AWAITING REVIEW', 'AWAITING REVIEW']);
    const [first, second] = await Promise.all([study.confirm(body.id), study.confirm(body.id)]);
    expect([first.status, second.status].sort()).toEqual([200, 409]);
    expect(prolific.requests.filter((path) => path.includes('bulk-approve'))).toHaveLength(1);
    prolific.settle();
    expect((await study.listed()).map(({ owed, session }) => [owed, session?.isSettled])).toEqual([['settled', true], ['settled', true]]);
  });

  it('a preparation is too old after a quarter of an hour, and is of its study only', async () => {
    const study = await onProlific();
    const person = await study.arrive();
    await finish(person);
    const [listed] = await study.listed();
    const { body } = await study.prepare({ kind: 'approve', submissionIds: [listed!.id] });
    expect(await request('POST', `${(await onProlific()).url}/actions/${body.id}/confirm`)).toMatchObject({ status: 404 });
    test.clock.now = new Date(test.clock.now.getTime() + 16 * 60_000);
    expect(await study.confirm(body.id)).toMatchObject({ status: 409, body: { code: 'platform.action_over' } });
    expect(person.submission.status).toBe('AWAITING REVIEW');
  });

  it('nobody is approved who has not handed in, nor rejected outside the policy', async () => {
    const study = await onProlific();
    const person = await study.arrive();
    const [active] = await study.listed();
    expect(await study.prepare({ kind: 'approve', submissionIds: [active!.id] })).toMatchObject({ status: 422, body: { code: 'platform.action_unfit', issues: [{ path: '/submissionIds/0' }] } });
    await finish(person);
    const [listed] = await study.listed();
    const reject = (message: string) => study.prepare({ kind: 'reject', submissionIds: [listed!.id], category: 'FAILED_CHECK', message });
    expect(await reject('Bad.')).toMatchObject({ status: 422, body: { issues: [{ path: '/message' }, { message: expect.stringContaining('completed') }] } });
    await test.store.prisma.raterSession.update({ where: { id: person.rater.sessionId }, data: { ending: 'failed_checks' } });
    const text = 'Both checks that asked for the left picture were answered with the right one, and every answer came within 150 ms.';
    const prepared = await reject(text);
    expect(prepared).toMatchObject({ status: 201, body: { message: text, category: 'FAILED_CHECK' } });
    expect(person.submission.status).toBe('AWAITING REVIEW');
    expect((await study.confirm(prepared.body.id)).body).toMatchObject({ state: 'done' });
    expect(person.submission.rejection).toEqual({ message: text, category: 'FAILED_CHECK' });
  });

  it('a return is asked for', async () => {
    const study = await onProlific();
    const { rater, submission } = await study.arrive();
    await rater.post('decline');
    const [listed] = await study.listed();
    const { body } = await study.prepare({ kind: 'ask_to_return', submissionIds: [listed!.id], message: 'You chose not to take part.' });
    await study.confirm(body.id);
    expect(submission.returnRequested).not.toBeNull();
    expect((await study.listed())[0]).toMatchObject({ returnRequested: true });
  });
});

describe('an answer that is lost', () => {
  it('leaves an approval unknown, sent once, until a person says', async () => {
    const study = await onProlific();
    await finish(await study.arrive());
    const [listed] = await study.listed();
    const { body } = await study.prepare({ kind: 'approve', submissionIds: [listed!.id] });
    prolific.faults.push({ path: /bulk-approve/, kind: { afterEffect: 'lost' } });
    expect((await study.confirm(body.id)).body).toMatchObject({ state: 'unknown' });
    expect((await study.confirm(body.id)).status).toBe(409);
    expect(prolific.requests.filter((path) => path.includes('bulk-approve'))).toHaveLength(1);
    expect((await request('POST', `${study.url}/actions/${body.id}/resolve`, { wasDone: true })).body).toMatchObject({ state: 'done' });
  });

  it('ends one that goes person by person there: who comes after is not asked', async () => {
    const study = await onProlific();
    for (let i = 0; i < 4; i++) await (await study.arrive()).rater.post('decline');
    const ids = (await study.listed()).map(({ id }) => id);
    const { body } = await study.prepare({ kind: 'ask_to_return', submissionIds: ids, message: 'You chose not to take part.' });
    prolific.faults.push({ path: /request-return/, kind: { status: 400, body: '{"detail":"No."}' } }, { path: /request-return/, kind: { afterEffect: 'lost' } });
    expect((await study.confirm(body.id)).body).toMatchObject({ state: 'unknown', outcome: expect.stringMatching(/^0 of 4 were taken.*2 were not sent/) });
    expect(prolific.requests.filter((path) => path.includes('request-return'))).toHaveLength(2);
  });
});

describe('bonuses', () => {
  async function withOne() {
    const study = await onProlific();
    const person = await study.arrive();
    await finish(person);
    person.submission.status = 'TIMED-OUT';
    const [listed] = await study.listed();
    return { study, person, submissionId: listed!.id };
  }

  it('say with fees what they come to, are paid once, and stand in the ledger', async () => {
    const { study, person, submissionId } = await withOne();
    const { body } = await study.prepare({ kind: 'bonus', bonuses: [{ submissionId, amount: 150 }] });
    expect(body).toMatchObject({ sum: { amount: 150, fees: 60, total: 210, currency: 'GBP' }, persons: [{ participant: person.submission.participant, amount: 150, paidBefore: 0 }] });
    expect((await study.confirm(body.id)).body).toMatchObject({ state: 'done' });
    prolific.settle();
    expect(person.submission.bonuses).toEqual([150]);
    const again = await study.prepare({ kind: 'bonus', bonuses: [{ submissionId, amount: 50 }] });
    expect(again.body.persons).toMatchObject([{ paidBefore: 150 }]);
    expect((await request<{ actions: ActionView[] }>('GET', `${study.url}/actions`)).body.actions).toMatchObject([{ id: body.id, state: 'done', confirmedBy: 'experimenter@localhost' }]);
  });

  it('the payment file says what the ledger says was paid, not what was written down or may have been', async () => {
    const { study, person, submissionId } = await withOne();
    await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${study.studyId}/sessions/${person.rater.sessionId}`, payload: { bonus: 9 } });
    const paid = async () => {
      const [head, row] = (await test.asExperimenter({ url: `/api/studies/${study.studyId}/payments.csv` })).body.split('\r\n').map((line) => line.split(','));
      return [row?.[head!.indexOf('bonus')], row?.[head!.indexOf('bonus_paid')]];
    };
    expect(await paid()).toEqual(['9', '']);
    const pay = async (amount: number) => (await study.confirm((await study.prepare({ kind: 'bonus', bonuses: [{ submissionId, amount }] })).body.id)).body;
    await pay(150);
    expect(await paid()).toEqual(['9', '1.5']);
    prolific.faults.push({ path: /\/pay\//, kind: { afterEffect: 'lost' } });
    const { id } = await pay(20);
    expect(await paid()).toEqual(['9', '1.5']);
    await request('POST', `${study.url}/actions/${id}/resolve`, { wasDone: true });
    expect(await paid()).toEqual(['9', '1.7']);
  });

  it('the same one, prepared in two tabs and confirmed in both, is paid once', async () => {
    const { study, submissionId } = await withOne();
    const tabs = [await study.prepare({ kind: 'bonus', bonuses: [{ submissionId, amount: 150 }] }), await study.prepare({ kind: 'bonus', bonuses: [{ submissionId, amount: 150 }] })];
    const [first, second] = tabs.map(({ body }) => body.id);
    expect((await study.confirm(first!)).body).toMatchObject({ state: 'done' });
    expect(await study.confirm(second!)).toMatchObject({ status: 409, body: { code: 'platform.action_over' } });
    expect(prolific.bonuses.map(({ paidTimes }) => paidTimes)).toEqual([1, 0]);
  });

  it.each([{ afterEffect: 500 }, { afterEffect: 'lost' }] as const)('one whose answer is $afterEffect is unknown, never sent again, and a person settles it', async (kind) => {
    const { study, submissionId } = await withOne();
    const { body } = await study.prepare({ kind: 'bonus', bonuses: [{ submissionId, amount: 150 }] });
    prolific.faults.push({ path: /pay/, kind });
    expect((await study.confirm(body.id)).body).toMatchObject({ state: 'unknown' });
    expect((await study.confirm(body.id)).status).toBe(409);
    expect(prolific.bonuses[0]?.paidTimes).toBe(1);
    prolific.settle();
    expect((await request('GET', `${study.url}/actions/${body.id}/bonuses`)).body).toMatchObject({ persons: [{ amount: 150, there: [150] }] });
    expect((await request('POST', `${study.url}/actions/${body.id}/resolve`, { wasDone: true })).body).toMatchObject({ state: 'done', outcome: expect.stringContaining('experimenter@localhost') });
    expect((await request('POST', `${study.url}/actions/${body.id}/resolve`, { wasDone: false })).status).toBe(404);
  });

  it('one that Prolific refuses is refused', async () => {
    const { study, submissionId } = await withOne();
    const { body } = await study.prepare({ kind: 'bonus', bonuses: [{ submissionId, amount: 150 }] });
    prolific.faults.push({ path: /pay/, kind: { status: 400, body: '{"error":{"detail":"Not enough money."}}' } });
    expect((await study.confirm(body.id)).body).toMatchObject({ state: 'refused', outcome: expect.stringContaining('Not enough money') });
    expect(prolific.bonuses[0]?.paidTimes).toBe(0);
  });

  it('one whose process ended is unknown', async () => {
    const { study, submissionId } = await withOne();
    const { body } = await study.prepare({ kind: 'bonus', bonuses: [{ submissionId, amount: 150 }] });
    await test.store.prisma.platformAction.update({ where: { id: body.id }, data: { state: 'doing', confirmedAt: test.clock.now } });
    test.clock.now = new Date(test.clock.now.getTime() + 31 * 60_000);
    expect((await request<{ actions: ActionView[] }>('GET', `${study.url}/actions`)).body.actions).toMatchObject([{ state: 'unknown' }]);
  });
});

describe('watching', () => {
  beforeEach(async () => {
    await test.store.prisma.platformAccount.deleteMany();
  });
  const readings = () => prolific.requests.filter((path) => path === 'GET submissions/').length;
  const later = (ms: number) => (test.clock.now = new Date(test.clock.now.getTime() + ms));

  it('a study with a token is read every two minutes, by one of several processes', async () => {
    await onProlific();
    await Promise.all([test.watcher.tick(), test.watcher.tick()]);
    expect(readings()).toBe(1);
    later(60_000);
    await test.watcher.tick();
    expect(readings()).toBe(1);
    later(61_000);
    await test.watcher.tick();
    expect(readings()).toBe(2);
  });

  it('what cannot be read is told, and read again', async () => {
    const { url, studyId } = await onProlific();
    for (let i = 0; i < 6; i++) prolific.faults.push({ path: /submissions/, kind: { status: 503 } });
    await test.watcher.tick();
    expect((await request<RecruitingView>('GET', url)).body.accounts).toMatchObject([{ readFault: expect.stringContaining('503'), readAt: null }]);
    expect(await test.store.prisma.studyAlert.findMany({ where: { studyId } })).toMatchObject([{ kind: 'platform_unread' }]);
    later(121_000);
    await test.watcher.tick();
    expect((await request<RecruitingView>('GET', url)).body.accounts).toMatchObject([{ readFault: null, readAt: expect.any(String) }]);
  });

  it('a signed message hastens it; one repeated, one of somebody else and an old one do not', async () => {
    const study = await onProlific();
    const { submission } = await study.arrive();
    const deliver = async (message: { headers: Record<string, string>; body: string }) =>
      (await test.app.inject({ method: 'POST', url: `/api/platforms/prolific/${study.studyId}/messages`, headers: message.headers, payload: message.body })).statusCode;
    expect(await deliver(prolific.message(submission))).toBe(403);
    expect((await request<RecruitingView>('PUT', `${study.url}/messages`, { isTold: true })).body.accounts).toMatchObject([{ isTold: true }]);
    expect(prolific.listeners).toEqual([`https://lab.example/api/platforms/prolific/${study.studyId}/messages`]);
    await test.watcher.tick();
    const message = prolific.message(submission);
    expect(await deliver({ ...message, body: `${message.body} ` })).toBe(403);
    expect(await deliver(prolific.message(submission, { secret: 'another', eventId: 'e2' }))).toBe(403);
    later(6_000);
    await test.watcher.tick();
    expect(readings()).toBe(1);
    expect(await deliver(message)).toBe(204);
    later(6_000);
    await test.watcher.tick();
    expect(readings()).toBe(2);
    expect(await deliver(message)).toBe(204);
    later(6_000);
    await test.watcher.tick();
    expect(readings()).toBe(2);
    later(11 * 60_000);
    expect(await deliver({ ...message, headers: { ...message.headers, 'x-event-id': 'e3' } })).toBe(403);
    expect((await request<RecruitingView>('PUT', `${study.url}/messages`, { isTold: false })).body.accounts).toMatchObject([{ isTold: false }]);
    expect(prolific.listeners).toEqual([]);
  });

  it('messages that keep coming do not put a reading off', async () => {
    const study = await onProlific();
    const { submission } = await study.arrive();
    await request('PUT', `${study.url}/messages`, { isTold: true });
    await test.watcher.tick();
    for (let n = 0; n < 3; n++) {
      const { headers, body } = prolific.message(submission, { eventId: `each-${n}`, now: test.clock.now });
      expect((await test.app.inject({ method: 'POST', url: `/api/platforms/prolific/${study.studyId}/messages`, headers, payload: body })).statusCode).toBe(204);
      later(3_000);
      await test.watcher.tick();
    }
    expect(readings()).toBe(2);
  });
});

describe('Sona', () => {
  async function onSona({ withToken = true, creditsWithdrawn = true, quality }: { withToken?: boolean; creditsWithdrawn?: boolean; quality?: StudyConfiguration['quality'] } = {}) {
    const recruiting: RecruitingSettings = { platform: 'sona', endings: {}, sona: { parameter: 'survey_code', school: 'lab', experimentId: '12', creditsWithdrawn } };
    const { studyId, linkToken } = await launchStudyOf(test, quality === undefined ? {} : { quality }, { recruiting });
    const url = `/api/studies/${studyId}/recruiting`;
    if (withToken) await request('PUT', `${url}/sona/token`, { token: 'c0ffee' });
    const arrive = (code: string) => {
      sona.signUps.set(code, false);
      return enteredRater(test.app, linkToken, { platformParameters: { survey_code: code } });
    };
    const credits = async () => (await request<RecruitingView>('GET', url)).body.credits;
    return { url, studyId, arrive, credits };
  }
  async function complete(rater: TestRater) {
    await rater.consent();
    await rater.answerAll();
    return (await rater.post('complete')).json<{ wayOut: { task: string } }>();
  }

  it('who finishes has the credit, once, and the token stays on the server', async () => {
    const { arrive, credits, studyId } = await onSona();
    const rater = await arrive('4711');
    const view = await complete(rater);
    expect(view).toMatchObject({ wayOut: { task: 'wait_for_credit' } });
    expect(JSON.stringify(view)).not.toContain('c0ffee');
    await rater.post('complete');
    await Promise.all([test.watcher.tick(), test.watcher.tick()]);
    expect(sona.signUps.get('4711')).toBe(true);
    expect(sona.requests).toHaveLength(1);
    expect(await credits()).toMatchObject([{ state: 'granted', surveyCode: null }]);
    expect(await test.store.prisma.raterSession.findMany({ where: { studyId } })).toMatchObject([{ settledAt: expect.any(Date) }]);
  });

  it('who is ended on the way has the credit that their page promises', async () => {
    const { arrive, credits } = await onSona({ quality: [{ rule: 'practice-attempts', mostRounds: 1, action: 'end' }] });
    const rater = await arrive('4713');
    await rater.consent();
    await rater.answerAll((trial, shown) => (sideOfIdentical(trial, shown) === 'left' ? 'right' : 'left'));
    expect(await rater.get()).toMatchObject({ state: 'screened_out', wayOut: { ending: 'practice_not_passed', task: 'wait_for_credit' } });
    await test.watcher.tick();
    expect(sona.signUps.get('4713')).toBe(true);
    expect(await credits()).toMatchObject([{ state: 'granted' }]);
  });

  it('who declines has none, who withdraws by the study’s rule', async () => {
    const kind = await onSona();
    await (await kind.arrive('1')).post('decline');
    const left = await kind.arrive('2');
    await left.consent();
    await left.post('withdraw');
    const strict = await onSona({ creditsWithdrawn: false });
    const gone = await strict.arrive('3');
    await gone.consent();
    await gone.post('withdraw');
    await test.watcher.tick();
    expect(Object.fromEntries(sona.signUps)).toEqual({ 1: false, 2: true, 3: false });
  });

  it('what Sona refuses is told, and can be tried again; what it does not answer is tried again by itself', async () => {
    const { url, arrive, credits } = await onSona();
    const rater = await arrive('4712');
    sona.signUps.delete('4712');
    sona.faults.push({ path: /Credit/, kind: { status: 500 } });
    await complete(rater);
    await test.watcher.tick();
    expect(await credits()).toMatchObject([{ state: 'waiting', attemptCount: 1 }]);
    test.clock.now = new Date(test.clock.now.getTime() + 61_000);
    await test.watcher.tick();
    expect(await credits()).toMatchObject([{ state: 'refused', reason: 'Invalid survey_code.', surveyCode: '4712' }]);
    sona.signUps.set('4712', false);
    await request('POST', `${url}/credits/retry`);
    await test.watcher.tick();
    expect(await credits()).toMatchObject([{ state: 'granted' }]);
  });

  it('without a token it waits, and goes on when there is one', async () => {
    const { url, arrive, credits } = await onSona({ withToken: false });
    await complete(await arrive('4713'));
    await test.watcher.tick();
    expect(await credits()).toMatchObject([{ state: 'waiting', reason: expect.stringContaining('no token') }]);
    await request('PUT', `${url}/sona/token`, { token: 'c0ffee' });
    await test.watcher.tick();
    expect(await credits()).toMatchObject([{ state: 'granted' }]);
  });
});
