import { randomUUID } from 'node:crypto';
import type { StudyOperation } from '@lookalike/study';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, enter, enteredRater, type TestRater } from '../../testing/rater.ts';
import { launchStudyOf, storeRuns, studyRequest, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
/** With room for all of the table; situations that change their study have their own. */
let roomy: LaunchedStudy;
beforeAll(async () => {
  test = await startTestApp();
  roomy = await launchStudyOf(test, {}, { places: 1000 });
});
afterAll(() => test.close());

/** A body that each route of raters takes, by its operation. A new route is in here, or the first test fails. */
const bodies: Readonly<Record<string, (caller: Caller) => object | undefined>> = {
  getRaterStudy: () => undefined,
  enterStudy: ({ entry = {} }) => entry,
  getPicture: () => undefined,
  getRaterSession: () => undefined,
  giveConsent: ({ consentHash = '0'.repeat(64) }) => ({ consentHash, tickedItems: [0, 1, 2] }),
  declineConsent: () => undefined,
  sendResponses: () => ({ responses: [answerTo({ trialIndex: 0, round: 0 })] }),
  completeSession: () => undefined,
  recordScreen: () => ({ language: 'de', refreshHz: 60 }),
  tellPictureStuck: () => ({ trialIndex: 0, round: 0 }),
  sendHeartbeat: () => undefined,
  withdraw: () => undefined,
};
type Expected = Readonly<Record<string, string>>;

/** Who asks, of which study and which session. */
interface Caller {
  readonly study: LaunchedStudy;
  readonly sessionId: string;
  readonly bearer?: string | undefined;
  readonly entry?: object;
  readonly consentHash?: string;
}

interface Situation {
  readonly who: string;
  caller(): Promise<Caller>;
  readonly expected: Expected;
}

const person = (submission = 'sub-1') => ({ PROLIFIC_PID: `p-${randomUUID()}`, STUDY_ID: 's', SESSION_ID: submission });
const wrongToken = 'x'.repeat(43);

/** A picture's address is its key: nobody has one that is made up. */
const noPicture = '404 file.not_found';
/** All routes of one session refuse alike; the landing page is everybody's. */
const sessionRoutes = ['getRaterSession', 'giveConsent', 'declineConsent', 'sendResponses', 'completeSession', 'recordScreen', 'tellPictureStuck', 'sendHeartbeat', 'withdraw'];
const refusedBy = (reply: string, enterStudy: string): Expected => ({ getRaterStudy: '200', getPicture: noPicture, enterStudy, ...Object.fromEntries(sessionRoutes.map((route) => [route, reply])) });
/** Who consented and has answered nothing. */
const underWay = (enterStudy: string): Expected => ({
  getRaterStudy: '200', getPicture: noPicture, enterStudy, getRaterSession: '200', giveConsent: '200', declineConsent: '409 rater.already_finished', sendResponses: '200',
  completeSession: '409 rater.responses_missing', recordScreen: '200', tellPictureStuck: '200', sendHeartbeat: '200', withdraw: '200',
});
const ended = '409 rater.already_finished';

const situations: readonly Situation[] = [
  {
    who: 'whoever has no token',
    caller: async () => ({ ...(await someone()), bearer: undefined }),
    expected: refusedBy('401 rater.token_missing', '201'),
  },
  {
    who: 'whoever made a token up',
    caller: async () => ({ ...(await someone()), bearer: wrongToken }),
    expected: refusedBy('403 rater.token_wrong', '201'),
  },
  {
    who: 'another rater',
    caller: async () => {
      const victim = await someone();
      return { ...victim, bearer: (await enteredRater(test.app, victim.study.linkToken)).token };
    },
    expected: refusedBy('403 rater.token_wrong', '201'),
  },
  {
    who: 'a signed-in experimenter',
    caller: async () => ({ ...(await someone()), bearer: await test.experimenterToken() }),
    expected: refusedBy('403 rater.token_wrong', '201'),
  },
  {
    who: 'the browser whose session was taken over by the same submission',
    caller: async () => {
      const platformParameters = person();
      const before = await someone({ platformParameters });
      await enteredRater(test.app, before.study.linkToken, { platformParameters });
      return before;
    },
    expected: refusedBy('403 rater.token_wrong', '201'),
  },
  {
    who: 'whoever knows the id of a rater whose browser is alive',
    caller: async () => {
      const platformParameters = person();
      const { SESSION_ID: _, ...known } = platformParameters;
      return { ...(await someone({ platformParameters })), bearer: undefined, entry: { platformParameters: known } };
    },
    expected: refusedBy('401 rater.token_missing', '409 rater.open_elsewhere'),
  },
  {
    who: 'whoever says that they are a test',
    caller: async () => ({ ...(await someone()), bearer: undefined, entry: { kind: 'test' } }),
    expected: refusedBy('401 rater.token_missing', '403 rater.kind_refused'),
  },
  {
    who: 'whoever says that they are simulated',
    caller: async () => ({ ...(await someone()), bearer: wrongToken, entry: { kind: 'simulated' } }),
    expected: refusedBy('403 rater.token_wrong', '403 rater.kind_refused'),
  },
  {
    who: 'whoever has the test link of another study',
    caller: async () => ({ ...(await someone()), bearer: undefined, entry: { testKey: await testKey(await launchStudyOf(test)) } }),
    expected: refusedBy('401 rater.token_missing', '403 rater.test_link_wrong'),
  },
  {
    who: 'a test by the study’s link',
    caller: async () => {
      const entry = { testKey: await testKey(roomy) };
      return { ...(await someone(entry)), entry };
    },
    expected: underWay('201'),
  },
  {
    who: 'a simulated rater of a signed-in program',
    caller: async () => someone({ kind: 'simulated' }, { bearer: await test.experimenterToken() }),
    expected: underWay('201'),
  },
  {
    who: 'a rater under way',
    caller: async () => {
      const entry = { platformParameters: person() };
      return { ...(await someone(entry)), entry };
    },
    expected: underWay('200'),
  },
  {
    who: 'who withdrew',
    caller: () => endedBy((rater) => rater.post('withdraw')),
    expected: { getRaterStudy: '200', getPicture: noPicture, enterStudy: '200', getRaterSession: '200', giveConsent: ended, declineConsent: ended, sendResponses: ended, completeSession: ended, recordScreen: '200', tellPictureStuck: '200', sendHeartbeat: '200', withdraw: '200' },
  },
  {
    who: 'who declined',
    caller: () => endedBy((rater) => rater.post('decline'), { consents: false }),
    expected: { getRaterStudy: '200', getPicture: noPicture, enterStudy: '200', getRaterSession: '200', giveConsent: ended, declineConsent: '200', sendResponses: ended, completeSession: ended, recordScreen: '200', tellPictureStuck: '200', sendHeartbeat: '200', withdraw: ended },
  },
  {
    who: 'who completed',
    caller: () =>
      endedBy(async (rater) => {
        await rater.answerAll();
        await rater.post('complete');
      }),
    // Another answer to the first trial; withdrawing stays possible.
    expected: { getRaterStudy: '200', getPicture: noPicture, enterStudy: '200', getRaterSession: '200', giveConsent: ended, declineConsent: ended, sendResponses: '409 rater.already_answered', completeSession: '200', recordScreen: '200', tellPictureStuck: '200', sendHeartbeat: '200', withdraw: '200' },
  },
  ...(['full', 'paused', 'closed'] as const).flatMap((status): Situation[] => [
    {
      who: `a stranger, where the study is ${status}`,
      caller: async () => {
        const { study, sessionId } = await inStudyThatIs(status);
        return { study, sessionId, bearer: wrongToken, entry: { platformParameters: person() } };
      },
      expected: refusedBy('403 rater.token_wrong', { full: '409 rater.study_full', paused: '409 rater.study_paused', closed: '409 rater.study_not_open' }[status]),
    },
    { who: `a rater with a place, where the study is ${status}`, caller: () => inStudyThatIs(status), expected: underWay('200') },
  ]),
  {
    who: 'whoever has the link of a draft',
    caller: async () => {
      const { runs } = await storeRuns(test, { targetCount: 4 });
      const draft = (await test.asExperimenter({ method: 'POST', url: '/api/studies', payload: studyRequest(runs) })).json<{ id: string; raterUrl: string }>();
      return { study: { studyId: draft.id, linkToken: new URL(draft.raterUrl).pathname.split('/').at(-1) ?? '' }, sessionId: randomUUID(), bearer: wrongToken };
    },
    expected: refusedBy('404 rater.session_not_found', '409 rater.study_not_open'),
  },
  {
    who: 'a rater whose place went to somebody else, where the study takes who finishes late',
    caller: () => timedOut({ lateFinish: 'complete' }),
    expected: underWay('200'),
  },
  {
    who: 'a rater whose place went to somebody else, where the study does not take who finishes late',
    caller: () => timedOut({ lateFinish: 'time_out' }),
    expected: underWay('200'),
  },
  {
    who: 'a rater whose place went to somebody else before they consented',
    caller: () => timedOut({ consents: false }),
    expected: { ...underWay('200'), giveConsent: '409 rater.study_full', declineConsent: '200', sendResponses: '409 rater.consent_required', completeSession: '409 rater.consent_required' },
  },
];

it('the table has every route of raters that is registered', () => {
  expect(Object.keys(bodies).sort()).toEqual(Object.keys(registeredRoutes()).sort());
  for (const { expected } of situations) expect(Object.keys(expected).sort()).toEqual(Object.keys(bodies).sort());
});

describe('what each may, at every route', () => {
  it.each(situations)('$who', async ({ caller, expected }) => {
    let fresh: Caller | undefined;
    for (const [operation, { method, path }] of Object.entries(registeredRoutes())) {
      const asking = fresh ?? (await caller());
      const { study, sessionId, bearer } = asking;
      const payload = bodies[operation]?.(asking);
      const before = await everythingOf(study);
      const reply = await test.app.inject({
        method,
        url: path.replace('{linkToken}', study.linkToken).replace('{sessionId}', sessionId).replace('{name}', 'made-up.png'),
        ...(bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } }),
        ...(payload === undefined ? {} : { payload }),
      });
      const { code } = reply.json<{ code?: string }>();
      expect(`${operation}: ${[reply.statusCode, ...(code === undefined ? [] : [code])].join(' ')}`).toBe(`${operation}: ${expected[operation]}`);
      const isRefused = reply.statusCode >= 400;
      if (isRefused) expect(await everythingOf(study), `${operation} was refused, and yet something is stored`).toEqual(before);
      // What was refused changed nothing: the same caller asks the next route.
      fresh = isRefused || operation === 'getRaterStudy' ? asking : undefined;
      if (expected['completeSession'] !== '200') expect(reply.body, `${operation} gives the code to who has not completed`).not.toContain(await completionCode(study));
    }
  });
});

/** Routes below /api/rater by their operation, as the server has them. */
function registeredRoutes(): Readonly<Record<string, { readonly method: 'GET' | 'POST'; readonly path: string }>> {
  const { paths = {} } = test.app.swagger();
  return Object.fromEntries(
    Object.entries(paths as Record<string, Record<string, { operationId: string }>>).flatMap(([path, methods]) => // Our own document.
      path.startsWith('/api/rater/') ? Object.entries(methods).map(([method, { operationId }]) => [operationId, { method: method === 'get' ? ('GET' as const) : ('POST' as const), path }]) : [],
    ),
  );
}

/** Somebody who consented (or not), with their own token. */
async function someone(entry: object = {}, { study: given, bearer, consents = true }: { study?: LaunchedStudy; bearer?: string; consents?: boolean } = {}): Promise<Caller & { readonly rater: TestRater }> {
  const study = given ?? roomy;
  const rater = await enteredRater(test.app, study.linkToken, entry, bearer);
  const { consentHash } = await rater.get();
  if (consents) await rater.consent();
  return { study, sessionId: rater.sessionId, bearer: rater.token, consentHash, rater };
}

async function endedBy(end: (rater: TestRater) => Promise<unknown>, { consents = true } = {}): Promise<Caller> {
  const entry = { platformParameters: person() };
  const caller = await someone(entry, { consents });
  await end(caller.rater);
  return { ...caller, entry };
}

async function inStudyThatIs(status: 'full' | 'paused' | 'closed'): Promise<Caller> {
  const study = await launchStudyOf(test, {}, { places: status === 'full' ? 1 : 5 });
  const entry = { platformParameters: person() };
  const caller = await someone(entry, { study });
  if (status === 'paused') await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${study.studyId}/operation`, payload: { isPaused: true } });
  if (status === 'closed') await test.asExperimenter({ method: 'POST', url: `/api/studies/${study.studyId}/close` });
  return { ...caller, entry };
}

/** Away for a day; meanwhile somebody else came. */
async function timedOut({ lateFinish = 'complete', consents = true }: { lateFinish?: StudyOperation['lateFinish']; consents?: boolean }): Promise<Caller> {
  const study = await launchStudyOf(test, {}, { places: 1, lateFinish });
  const entry = { platformParameters: person() };
  const caller = await someone(entry, { study, consents });
  const longAgo = new Date(test.clock.now.getTime() - 86_400_000);
  await test.store.prisma.raterSession.update({ where: { id: caller.sessionId }, data: { lastSeenAt: longAgo, createdAt: longAgo } });
  if ((await enter(test.app, study.linkToken)).statusCode !== 201) throw new Error('The place of who was away is free.');
  return { ...caller, entry };
}

/** All that the database has of a study's raters. */
async function everythingOf({ studyId }: LaunchedStudy): Promise<unknown> {
  const { raterSession, response, platformIdentity } = test.store.prisma;
  return {
    sessions: await raterSession.findMany({ where: { studyId }, orderBy: { id: 'asc' } }),
    responses: await response.findMany({ where: { session: { studyId } }, orderBy: { id: 'asc' } }),
    identities: await platformIdentity.findMany({ where: { studyId }, orderBy: { sessionId: 'asc' } }),
  };
}

async function completionCode({ studyId }: LaunchedStudy): Promise<string> {
  return (await test.asExperimenter({ url: `/api/studies/${studyId}` })).json<{ operation: { completionCode: string } }>().operation.completionCode;
}

async function testKey({ studyId }: LaunchedStudy): Promise<string> {
  const { testUrl } = (await test.asExperimenter({ url: `/api/studies/${studyId}` })).json<{ testUrl: string }>();
  return new URL(testUrl).searchParams.get('test') ?? '';
}
