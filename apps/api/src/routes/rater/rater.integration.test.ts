import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { answerTo, sideOfIdentical, enter, enteredRater, nextTrial, raterWith } from '../../testing/rater.ts';
import { launchStudyOf } from '../../testing/stored-study.ts';
import type { EnteredView, RaterSessionView } from './schemas.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const countSessions = (): Promise<number> => test.store.prisma.raterSession.count();
const countResponses = (sessionId: string): Promise<number> => test.store.prisma.response.count({ where: { sessionId } });

describe('entering', () => {
  it('opening the link creates nothing, however often', async () => {
    const { linkToken } = await launchStudyOf(test);
    const before = await countSessions();
    for (let visit = 0; visit < 3; visit++) {
      const reply = await test.app.inject({ url: `/api/rater/studies/${linkToken}` });
      expect(reply.json()).toMatchObject({ status: 'open', trialCount: 9, estimatedMinutes: 6 });
    }
    expect(await countSessions()).toBe(before);
  });

  it('an unknown link is not found', async () => {
    const reply = await test.app.inject({ url: '/api/rater/studies/nothing' });
    expect(reply.statusCode).toBe(404);
    expect(reply.json()).toMatchObject({ code: 'rater.study_not_found' });
  });

  it('the same person of a platform comes back to the same session; the older token ends', async () => {
    const { linkToken } = await launchStudyOf(test);
    const person = { kind: 'person', platformParameters: { PROLIFIC_PID: 'abc123', STUDY_ID: 's', SESSION_ID: 't' } };
    const first = await enter(test.app, linkToken, person);
    const second = await enter(test.app, linkToken, person);
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    const [one, two] = [first.json<EnteredView>(), second.json<EnteredView>()];
    expect(two.sessionId).toBe(one.sessionId);
    expect(two.token).not.toBe(one.token);
    const old = await test.app.inject({ url: `/api/rater/sessions/${one.sessionId}`, headers: { authorization: `Bearer ${one.token}` } });
    expect(old.json()).toMatchObject({ code: 'rater.token_wrong' });
    expect((await raterWith(test.app, two).get()).state).toBe('assigned');
  });

  it('many who enter at once never get more places than there are, nor the same plan', async () => {
    const { studyId, linkToken } = await launchStudyOf(test, {}, { places: 3 });
    const replies = await Promise.all(Array.from({ length: 12 }, () => enter(test.app, linkToken)));
    expect(replies.filter(({ statusCode }) => statusCode === 201)).toHaveLength(3);
    for (const reply of replies.filter(({ statusCode }) => statusCode !== 201)) expect(reply.json()).toMatchObject({ status: 409, code: 'rater.study_full' });
    const plans = await test.store.prisma.raterSession.findMany({ where: { studyId }, select: { planIndex: true } });
    expect(plans.map(({ planIndex }) => planIndex).sort()).toEqual([0, 1, 2]);
    expect((await test.app.inject({ url: `/api/rater/studies/${linkToken}` })).json()).toMatchObject({ status: 'full' });
  });

  it('test and simulated sessions take no place of a person and are counted apart', async () => {
    const { studyId, linkToken } = await launchStudyOf(test, {}, { places: 1 });
    for (const kind of ['test', 'simulated', 'simulated', 'person']) expect((await enter(test.app, linkToken, { kind }, await test.experimenterToken())).statusCode).toBe(201);
    expect((await enter(test.app, linkToken)).statusCode).toBe(409);
    const view = (await test.asExperimenter({ url: `/api/studies/${studyId}` })).json();
    expect(view.sessionCounts).toMatchObject({ person: { assigned: 1 }, test: { assigned: 1 }, simulated: { assigned: 2 } });
  });

  it('somebody who has not been seen for an hour gives the place back, and may still go on', async () => {
    const { linkToken } = await launchStudyOf(test, {}, { places: 1 });
    const late = await enteredRater(test.app, linkToken);
    await late.consent();
    await test.store.prisma.raterSession.update({ where: { id: late.sessionId }, data: { lastSeenAt: new Date(Date.now() - 3_600_000) } });
    const next = await enteredRater(test.app, linkToken);
    await late.answerAll();
    expect((await late.post('complete')).json()).toMatchObject({ state: 'completed' });
    await next.consent();
    await next.answerAll();
    expect((await next.post('complete')).json()).toMatchObject({ state: 'completed' });
  });

  it('a draft and a closed study let nobody in', async () => {
    const { studyId, linkToken } = await launchStudyOf(test);
    const under_way = await enteredRater(test.app, linkToken);
    await test.asExperimenter({ method: 'POST', url: `/api/studies/${studyId}/close` });
    expect((await enter(test.app, linkToken)).json()).toMatchObject({ status: 409, code: 'rater.study_not_open' });
    // Who began may finish.
    await under_way.consent();
    await under_way.answerAll();
    expect((await under_way.post('complete')).statusCode).toBe(200);
  });

  it('a body with an unknown field or kind is refused', async () => {
    const { linkToken } = await launchStudyOf(test);
    const before = await countSessions();
    const reply = await enter(test.app, linkToken, { kind: 'robot', extra: 1 });
    expect(reply.statusCode).toBe(400);
    expect(reply.json().code).toBe('request.invalid');
    expect(reply.json().issues).toMatchObject([{ path: '/extra' }]);
    expect((await enter(test.app, linkToken, { kind: 'robot' })).statusCode).toBe(400);
    expect(await countSessions()).toBe(before);
  });
});

describe('the way through', () => {
  it('consent, practice, trials, completion; the code appears only at the end', async () => {
    const { studyId, linkToken } = await launchStudyOf(test);
    const study = (await test.asExperimenter({ url: `/api/studies/${studyId}` })).json();
    const rater = await enteredRater(test.app, linkToken);
    const seen: string[] = [];
    const look = async (): Promise<RaterSessionView> => {
      const view = await rater.get();
      seen.push(JSON.stringify(view));
      return view;
    };

    expect(await look()).toMatchObject({ state: 'assigned', trials: [], nextTrialIndex: null });
    expect(await rater.consent()).toMatchObject({ state: 'consented', nextTrialIndex: 0, practice: { required: true, passed: false, trialCount: 2 } });
    expect((await look()).trials.map(({ phase }) => phase)).toEqual(['practice', 'practice']);
    // Three addresses are all that a trial shows, though two of the pictures are the same.
    for (const { pictures } of (await look()).trials) expect(new Set(pictures.map(({ url }) => url)).size).toBe(3);
    expect(Object.keys((await look()).trials[0] ?? {}).sort()).toEqual(['blockIndex', 'phase', 'pictures', 'round', 'trialIndex']);

    await rater.answerAll();
    expect(await look()).toMatchObject({ state: 'all_acknowledged', progress: { answered: 11, total: 11 }, nextTrialIndex: null, practice: { passed: true } });
    for (const view of seen) expect(view).not.toContain(study.operation.completionCode);
    const done = (await rater.post('complete')).json<RaterSessionView>();
    expect(done).toMatchObject({ state: 'completed', completion: { code: study.operation.completionCode, redirectUrl: null }, trials: [] });
    // Asking again is harmless, and a reload shows the same.
    expect((await rater.post('complete')).json()).toEqual(done);
    expect(await rater.get()).toEqual(done);
  });

  it('wrong practice answers repeat the practice with feedback, and the main trials stay hidden', async () => {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    const { trials } = await rater.consent();
    const { shown } = await rater.known();
    const wrong = trials.map((trial) => answerTo(trial, sideOfIdentical(trial, shown(trial)) === 'left' ? 'right' : 'left'));
    const reply = (await rater.post('responses', { responses: wrong })).json();
    expect(reply.feedback).toEqual(wrong.map(({ trialIndex, round }) => ({ trialIndex, round, correct: false })));
    expect(reply.session).toMatchObject({ practice: { round: 1, passed: false }, nextTrialIndex: 0 });
    expect((await rater.get()).trials.every(({ phase, round }) => phase === 'practice' && round === 1)).toBe(true);
  });

  it('Prolific raters are sent back with the study’s code', async () => {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken, { kind: 'person', platformParameters: { PROLIFIC_PID: 'p1', STUDY_ID: 's1', SESSION_ID: 'x1' } });
    await rater.consent();
    await rater.answerAll();
    const { completion } = (await rater.post('complete')).json<RaterSessionView>();
    expect(completion?.redirectUrl).toBe(`https://app.prolific.com/submissions/complete?cc=${completion?.code}`);
  });

  it('a restart in the middle of a study loses nothing', async () => {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    await rater.consent();
    const trial = nextTrial(await rater.get());
    if (trial === undefined) throw new Error('There is a first trial.');
    await rater.post('responses', { responses: [answerTo(trial, 'left')] });
    const before = await rater.get();
    const after = raterWith(await test.restart(), rater);
    expect(await after.get()).toEqual(before);
    await after.answerAll();
    expect((await after.post('complete')).json()).toMatchObject({ state: 'completed' });
  });

  it('withdrawing deletes the answers and leaves a tombstone', async () => {
    const { studyId, linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    await rater.consent();
    await rater.answerAll();
    expect((await rater.post('withdraw')).json()).toEqual({ state: 'withdrawn' });
    expect((await rater.post('withdraw')).json()).toEqual({ state: 'withdrawn' });
    expect(await countResponses(rater.sessionId)).toBe(0);
    expect(await rater.get()).toMatchObject({ state: 'withdrawn', trials: [], answered: [] });
    expect((await test.asExperimenter({ url: `/api/studies/${studyId}` })).json().sessionCounts.person).toMatchObject({ withdrawn: 1, completed: 0 });
  });

  it('declining ends the session', async () => {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    expect((await rater.post('decline')).json()).toMatchObject({ state: 'no_consent', trials: [] });
    expect((await rater.post('responses', { responses: [answerTo({ trialIndex: 0, round: 0 })] })).json()).toMatchObject({ code: 'rater.already_finished' });
  });

  it('a heartbeat renews the lease and says the state', async () => {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    const old = new Date(Date.now() - 1_000_000);
    await test.store.prisma.raterSession.update({ where: { id: rater.sessionId }, data: { lastSeenAt: old } });
    expect((await rater.post('heartbeat')).json()).toEqual({ state: 'assigned' });
    const row = await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: rater.sessionId } });
    expect(row.lastSeenAt.getTime()).toBeGreaterThan(old.getTime() + 500_000);
  });
});

describe('what is refused changes nothing', () => {
  async function consented(): Promise<{ rater: Awaited<ReturnType<typeof enteredRater>>; view: RaterSessionView }> {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    return { rater, view: await rater.consent() };
  }

  it('consent to another text, or without every item', async () => {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    const { consentHash } = await rater.get();
    const other = await rater.post('consent', { consentHash: '0'.repeat(64), tickedItems: [0, 1, 2] });
    expect(other.json()).toMatchObject({ status: 409, code: 'rater.consent_changed' });
    const some = await rater.post('consent', { consentHash, tickedItems: [0] });
    expect(some.json()).toMatchObject({ status: 422, code: 'rater.consent_incomplete' });
    expect((await rater.get()).state).toBe('assigned');
  });

  it('an answer before consent', async () => {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    const reply = await rater.post('responses', { responses: [answerTo({ trialIndex: 0, round: 0 })] });
    expect(reply.json()).toMatchObject({ status: 409, code: 'rater.consent_required' });
    expect(await countResponses(rater.sessionId)).toBe(0);
  });

  it('a second, different answer to a trial; the same one again is accepted as it is', async () => {
    const { rater } = await consented();
    const first = answerTo({ trialIndex: 0, round: 0 }, 'left');
    expect((await rater.post('responses', { responses: [first] })).statusCode).toBe(200);
    const again = await rater.post('responses', { responses: [{ ...first, responseId: first.responseId.toUpperCase(), answer: { side: 'right' } }] });
    expect(again.statusCode).toBe(200);
    expect(again.json().accepted).toEqual([{ responseId: first.responseId, trialIndex: 0, round: 0 }]);
    const other = await rater.post('responses', { responses: [answerTo({ trialIndex: 0, round: 0 }, 'right')] });
    expect(other.json()).toMatchObject({ status: 409, code: 'rater.already_answered', issues: [{ path: '/responses/0/trialIndex' }] });
    expect(await test.store.prisma.response.findMany({ where: { sessionId: rater.sessionId }, select: { id: true, answer: true } })).toEqual([{ id: first.responseId, answer: { side: 'left' } }]);
  });

  it('two tabs that answer the same trial at the same time: one is stored', async () => {
    const { rater } = await consented();
    const replies = await Promise.all([rater.post('responses', { responses: [answerTo({ trialIndex: 0, round: 0 }, 'left')] }), rater.post('responses', { responses: [answerTo({ trialIndex: 0, round: 0 }, 'right')] })]);
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect(await countResponses(rater.sessionId)).toBe(1);
  });

  it('an answer out of order: none of the batch is stored', async () => {
    const { rater } = await consented();
    const reply = await rater.post('responses', { responses: [answerTo({ trialIndex: 0, round: 0 }), answerTo({ trialIndex: 5, round: 0 })] });
    expect(reply.json()).toMatchObject({ status: 409, code: 'rater.out_of_order', issues: [{ path: '/responses/1/trialIndex' }] });
    expect(await countResponses(rater.sessionId)).toBe(0);
  });

  it('an answer after completion', async () => {
    const { rater } = await consented();
    const sent = await rater.answerAll();
    await rater.post('complete');
    const reply = await rater.post('responses', { responses: [answerTo({ trialIndex: 3, round: 1 })] });
    expect(reply.json()).toMatchObject({ status: 409, code: 'rater.already_finished' });
    expect(await countResponses(rater.sessionId)).toBe(sent.length);
  });

  it('a body that is larger than any answer: refused before it is read, and nothing is stored', async () => {
    const { linkToken } = await launchStudyOf(test);
    const rater = await enteredRater(test.app, linkToken);
    await rater.consent();
    const huge = { responses: [{ ...answerTo({ trialIndex: 0, round: 0 }), comment: 'x'.repeat(900_000) }] };
    for (const path of ['responses', 'consent', 'screen', 'complete', 'withdraw', 'heartbeat', 'decline']) expect((await rater.post(path, huge)).json()).toMatchObject({ status: 413, code: 'request.too_large' });
    expect((await enter(test.app, linkToken, { kind: 'person', platformParameters: { a: 'x'.repeat(900_000) } })).json()).toMatchObject({ status: 413, code: 'request.too_large' });
    expect(await test.store.prisma.response.count({ where: { sessionId: rater.sessionId } })).toBe(0);
  });

  it('the completion code of a test or a program: nobody is paid for them, nor sent back to a platform', async () => {
    const { studyId, linkToken } = await launchStudyOf(test);
    const { operation } = (await test.asExperimenter({ url: `/api/studies/${studyId}` })).json<{ operation: { completionCode: string } }>();
    for (const kind of ['test', 'simulated'] as const) {
      const rater = await enteredRater(test.app, linkToken, { kind, platformParameters: { PROLIFIC_PID: `nobody-${kind}` } }, await test.experimenterToken());
      await rater.consent();
      await rater.answerAll();
      const reply = await rater.post('complete');
      expect(reply.json()).toMatchObject({ kind, state: 'completed', completion: { code: null, redirectUrl: null } });
      expect(`${reply.body} ${JSON.stringify(await rater.get())}`).not.toContain(operation.completionCode);
    }
  });

  it('completion before every answer has arrived: no code, and the missing trials are named', async () => {
    const { rater } = await consented();
    const reply = await rater.post('complete');
    expect(reply.json()).toMatchObject({ status: 409, code: 'rater.responses_missing' });
    expect(reply.json().detail).toContain('trials 0, 1, 2');
    expect(reply.body).not.toContain('completion');
  });

  it('an answer for somebody else’s session, with no token, a wrong one, or another rater’s', async () => {
    const { rater } = await consented();
    const { rater: other } = await consented();
    const payload = { responses: [answerTo({ trialIndex: 0, round: 0 })] };
    const send = (headers: Record<string, string>) => test.app.inject({ method: 'POST', url: `/api/rater/sessions/${rater.sessionId}/responses`, headers, payload });
    expect((await send({})).json()).toMatchObject({ status: 401, code: 'rater.token_missing' });
    expect((await send({ authorization: `Bearer ${'x'.repeat(43)}` })).json()).toMatchObject({ status: 403, code: 'rater.token_wrong' });
    expect((await send({ authorization: `Bearer ${other.token}` })).json()).toMatchObject({ status: 403, code: 'rater.token_wrong' });
    expect(await countResponses(rater.sessionId)).toBe(0);
    const nowhere = await test.app.inject({ url: '/api/rater/sessions/00000000-0000-4000-8000-000000000000', headers: { authorization: `Bearer ${other.token}` } });
    expect(nowhere.json()).toMatchObject({ status: 404, code: 'rater.session_not_found' });
  });

  it.each(['consent', 'decline', 'responses', 'complete', 'screen', 'heartbeat', 'withdraw'])('%s: the token is checked before the body is looked at', async (step) => {
    const { rater } = await consented();
    const { rater: other } = await consented();
    const send = (sessionId: string, headers: Record<string, string>) =>
      test.app.inject({ method: 'POST', url: `/api/rater/sessions/${sessionId}/${step}`, headers: { 'content-type': 'application/json', ...headers }, payload: '{"not JSON' });
    expect((await send(rater.sessionId, {})).json()).toMatchObject({ status: 401, code: 'rater.token_missing' });
    expect((await send(rater.sessionId, { authorization: `Bearer ${other.token}` })).json()).toMatchObject({ status: 403, code: 'rater.token_wrong' });
    expect((await send('not-an-id', { authorization: `Bearer ${rater.token}` })).json()).toMatchObject({ status: 404, code: 'rater.session_not_found' });
    expect((await send(rater.sessionId, { authorization: `Bearer ${rater.token}` })).json()).toMatchObject({ status: 400, code: 'request.not_json' });
  });

  it('an answer id that belongs to another session', async () => {
    const { rater } = await consented();
    const { rater: other } = await consented();
    const answer = answerTo({ trialIndex: 0, round: 0 }, 'left');
    await rater.post('responses', { responses: [answer] });
    expect((await other.post('responses', { responses: [answer] })).json()).toMatchObject({ status: 409, code: 'rater.already_answered' });
    expect([await countResponses(rater.sessionId), await countResponses(other.sessionId)]).toEqual([1, 0]);
  });

  it('answers of the wrong form', async () => {
    const { rater } = await consented();
    const { answer: _answer, ...without } = answerTo({ trialIndex: 0, round: 0 });
    const answer = answerTo({ trialIndex: 0, round: 0 });
    for (const responses of [[], [without], [{ ...answer, responseTimeMs: '12' }], [{ ...answer, more: true }]]) {
      expect((await rater.post('responses', { responses })).json()).toMatchObject({ status: 400, code: 'request.invalid' });
    }
    expect(await countResponses(rater.sessionId)).toBe(0);
  });
});

it('nothing of answers, tokens or people reaches the log', async () => {
  const { linkToken } = await launchStudyOf(test);
  const rater = await enteredRater(test.app, linkToken, { kind: 'person', platformParameters: { PROLIFIC_PID: 'secret-person-7' } });
  await rater.consent();
  await rater.answerAll();
  const log = test.logLines.join('\n');
  expect(log).toContain('/api/rater/sessions/:sessionId/responses');
  for (const secret of ['secret-person-7', linkToken, rater.token, '"answer"', '127.0.0.1', 'correct horse']) expect(log).not.toContain(secret);
});
