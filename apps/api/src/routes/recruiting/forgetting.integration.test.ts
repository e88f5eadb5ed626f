import type { RecruitingSettings } from '@lookalike/recruiting';
import { prolificStandIn, sonaStandIn, type StandInSubmission } from '@lookalike/recruiting/testing';
import { forgetAddresses, forgetOldIdentities } from '@lookalike/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enteredRater } from '../../testing/rater.ts';
import { launchStudyOf } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import type { ActionView, SubmissionList } from './schemas.ts';

let test: TestApp;
const prolific = prolificStandIn();
const sona = sonaStandIn();
beforeAll(async () => {
  test = await startTestApp({ outside: (request) => (request.url.includes('sona-systems') ? sona.fetch(request) : prolific.fetch(request)) });
});
afterAll(() => test.close());

const request = async <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, payload?: object): Promise<T> => {
  const reply = await test.asExperimenter({ method, url, ...(payload === undefined ? {} : { payload }) });
  expect(reply.statusCode, reply.body).toBeLessThan(300);
  return reply.json();
};
const daysOn = (days: number): Date => new Date(test.clock.now.getTime() + days * 86_400_000);
const sweep = (days: number) => forgetOldIdentities(test.store.prisma, daysOn(days));

async function onProlific() {
  const there = prolific.addStudy();
  const recruiting: RecruitingSettings = { platform: 'prolific', endings: {}, prolific: { studyId: there.id, takenAgain: 'continue' } };
  const { studyId, linkToken } = await launchStudyOf(test, {}, { recruiting });
  const url = `/api/studies/${studyId}/recruiting`;
  await request('PUT', `${url}/prolific/token`, { token: prolific.token });
  const submit = (facts: Partial<StandInSubmission> = {}) => prolific.addSubmission({ study: there.id, startedAt: test.clock.now.toISOString(), ...facts });
  const come = (submission: StandInSubmission) => enteredRater(test.app, linkToken, { platformParameters: { PROLIFIC_PID: submission.participant, SESSION_ID: submission.id } });
  const listed = async () => {
    await request('POST', `${url}/read`);
    return (await request<SubmissionList>('GET', `${url}/submissions`)).submissions;
  };
  /** Whether anything of the study still names somebody. */
  const isNamed = async () => {
    const identities = await test.store.prisma.platformIdentity.count({ where: { studyId, sealed: { not: null } } });
    const submissions = await test.store.prisma.platformSubmission.count({ where: { studyId, sealed: { not: null } } });
    const credits = await test.store.prisma.platformCredit.count({ where: { studyId, sealed: { not: null } } });
    return { identities, submissions, credits };
  };
  return { studyId, url, submit, come, listed, isNamed };
}
const nobody = { identities: 0, submissions: 0, credits: 0 };

describe('who is forgotten', () => {
  it('stays so when the platform names them again, with this submission and with another', async () => {
    const study = await onProlific();
    const submission = study.submit({ status: 'AWAITING REVIEW' });
    const rater = await study.come(submission);
    await rater.consent();
    await rater.post('withdraw');
    await study.listed();
    expect(await study.isNamed()).toEqual({ ...nobody, identities: 1, submissions: 1 });
    await sweep(31);
    expect(await study.isNamed()).toEqual(nobody);
    study.submit({ participant: submission.participant });
    expect((await study.listed()).map(({ participant }) => participant)).toEqual([null, null]);
    expect(await study.isNamed()).toEqual(nobody);
  });

  it('has never come, and goes thirty days after they began on the platform, for good', async () => {
    const study = await onProlific();
    study.submit({ status: 'RETURNED', startedAt: daysOn(-29).toISOString() });
    expect((await study.listed())[0]?.participant).not.toBeNull();
    await sweep(2);
    expect(await study.isNamed()).toEqual(nobody);
    Object.assign(prolific.submissions.at(-1)!, { startedAt: daysOn(-31).toISOString() });
    expect((await study.listed())[0]?.participant).toBeNull();
    expect(await study.isNamed()).toEqual(nobody);
  });

  it('goes with every submission of theirs, also the one that they returned', async () => {
    const study = await onProlific();
    const first = study.submit();
    const rater = await study.come(first);
    await rater.consent();
    const again = study.submit({ participant: first.participant });
    test.clock.now = new Date(test.clock.now.getTime() + 5 * 60_000);
    const back = await study.come(again);
    await back.post('withdraw');
    const [listed] = (await study.listed()).filter(({ session }) => session !== null);
    expect(await study.isNamed()).toEqual({ ...nobody, identities: 1, submissions: 2 });
    await request('POST', `${study.url}/settle`, { submissionIds: [listed!.id] });
    expect(await study.isNamed()).toEqual(nobody);
  });

  it('entered and never consented: thirty days after they were last seen, at the latest', async () => {
    const study = await onProlific();
    await study.come(study.submit());
    await sweep(29);
    expect(await study.isNamed()).toMatchObject({ identities: 1 });
    await sweep(31);
    expect(await study.isNamed()).toEqual(nobody);
  });

  it('has long been settled, whatever the ending', async () => {
    const study = await onProlific();
    const submission = study.submit();
    const rater = await study.come(submission);
    await rater.consent();
    await rater.answerAll();
    await rater.post('complete');
    submission.status = 'APPROVED';
    await study.listed();
    await sweep(29);
    expect(await study.isNamed()).toEqual({ ...nobody, identities: 1, submissions: 1 });
    await sweep(31);
    expect(await study.isNamed()).toEqual(nobody);
  });

  it('was asked to return it: the words go too, and no id stands in what came of it', async () => {
    const study = await onProlific();
    const submission = study.submit();
    await (await study.come(submission)).post('decline');
    const [listed] = await study.listed();
    const { id } = await request<ActionView>('POST', `${study.url}/actions`, { kind: 'ask_to_return', submissionIds: [listed!.id], message: `You, ${submission.participant}, chose not to take part.` });
    prolific.faults.push({ path: /request-return/, kind: { status: 400, body: JSON.stringify({ detail: `Submission ${submission.id} of ${submission.participant} is busy.` }) } });
    const { outcome } = await request<ActionView>('POST', `${study.url}/actions/${id}/confirm`);
    expect(outcome).toContain('is busy');
    for (const name of [submission.id, submission.participant]) expect(outcome).not.toContain(name);
    submission.status = 'RETURNED';
    await study.listed();
    expect(await test.store.prisma.platformAction.findUnique({ where: { id } })).toMatchObject({ sealed: null });
    expect(await request<{ actions: ActionView[] }>('GET', `${study.url}/actions`)).toMatchObject({ actions: [{ message: null, persons: [{ participant: null }] }] });
  });
});

it('who left before the consent and comes back themselves is known to whoever pays them', async () => {
  const study = await onProlific();
  const submission = study.submit();
  await study.come(submission);
  await sweep(31);
  test.clock.now = new Date(test.clock.now.getTime() + 5 * 60_000);
  const rater = await study.come(submission);
  await rater.consent();
  expect((await study.listed())[0]).toMatchObject({ participant: submission.participant });
});

it('a code of Sona that was refused goes with the rater, and no text of Sona’s has it', async () => {
  const recruiting: RecruitingSettings = { platform: 'sona', endings: {}, sona: { parameter: 'survey_code', school: 'lab', experimentId: '12', creditsWithdrawn: true } };
  const { studyId, linkToken } = await launchStudyOf(test, {}, { recruiting });
  await request('PUT', `/api/studies/${studyId}/recruiting/sona/token`, { token: 'a-wrong-token' });
  const rater = await enteredRater(test.app, linkToken, { platformParameters: { survey_code: '471147' } });
  await rater.consent();
  await rater.post('withdraw');
  await test.watcher.tick();
  const credit = () => test.store.prisma.platformCredit.findUniqueOrThrow({ where: { sessionId: rater.sessionId } });
  expect(await credit()).toMatchObject({ state: 'refused', sealed: expect.any(String) });
  await sweep(31);
  expect(await credit()).toMatchObject({ sealed: null });
});

it('a withdrawal leaves no text that may name the rater', async () => {
  const study = await onProlific();
  const rater = await study.come(study.submit());
  await rater.consent();
  const change = (payload: object) => request('PATCH', `/api/studies/${study.studyId}/sessions/${rater.sessionId}`, payload);
  await change({ note: 'Ada Lovelace wrote to us.' });
  await change({ excludedBecause: 'Ada said so.', bonus: 1 });
  await rater.post('withdraw');
  const session = await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: rater.sessionId }, include: { changes: true } });
  expect(JSON.stringify(session)).not.toContain('Ada');
  expect(session).toMatchObject({ note: '', excludedBecause: null, changes: [{ change: { bonus: 1 } }] });
});

it('where an entry came from is known for ten minutes, or until the consent', async () => {
  const study = await onProlific();
  const [waits, consents] = [await study.come(study.submit()), await study.come(study.submit())];
  const hashOf = async ({ sessionId }: { sessionId: string }) => (await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: sessionId } })).addressHash;
  await consents.consent();
  expect([await hashOf(waits), await hashOf(consents)]).toEqual([expect.any(String), null]);
  await forgetAddresses(test.store.prisma, new Date(test.clock.now.getTime() + 9 * 60_000));
  expect(await hashOf(waits)).not.toBeNull();
  await forgetAddresses(test.store.prisma, new Date(test.clock.now.getTime() + 11 * 60_000));
  expect(await hashOf(waits)).toBeNull();
});
