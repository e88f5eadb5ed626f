import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enteredRater } from '../../testing/rater.ts';
import { launchStudyOf, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

type Ask = (request: { method?: 'GET' | 'PATCH' | 'POST'; url: string; payload?: object }) => Promise<{ statusCode: number; body: string }>;

let test: TestApp;
let study: LaunchedStudy;
let sessionId: string;
const asked = new Map<string, Ask>();

/** Who asks, and what they may: `paid` is what platforms call raters and what they are paid, `secrets` what a study pays out with. */
const table = [
  { who: 'viewer', secrets: false, paid: false },
  { who: 'experimenter', secrets: true, paid: true },
  { who: 'owner', secrets: true, paid: true },
  { who: 'token to read', secrets: false, paid: false },
  { who: 'token to write', secrets: true, paid: false },
  { who: 'token to recruit', secrets: false, paid: true },
] as const;

beforeAll(async () => {
  test = await startTestApp();
  study = await launchStudyOf(test, {}, { completionCode: 'PAYME42', returnUrl: 'https://panel.example/done?cc=PAYME42', alertUrl: 'https://hooks.example/room', recruiting: { platform: 'prolific', endings: { no_consent: { code: 'NOPE77' } } } });
  const rater = await enteredRater(test.app, study.linkToken, { platformParameters: { PROLIFIC_PID: 'pid4711', SESSION_ID: 'sub4711' } });
  sessionId = rater.sessionId;
  await rater.consent();
  await rater.answerAll();
  await rater.post('complete');
  for (const role of ['viewer', 'experimenter', 'owner'] as const) asked.set(role, await test.withRole(role));
  for (const scope of ['read', 'write', 'recruit'] as const) {
    const made = await test.asExperimenter({ method: 'POST', url: '/api/account/tokens', payload: { name: scope, scopes: [...new Set(['read', scope])], days: 1 } });
    const { token } = made.json<{ token: string }>();
    asked.set(`token to ${scope}`, (request) => test.app.inject({ ...request, headers: { authorization: `Bearer ${token}` } }));
  }
  await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${study.studyId}/sessions/${sessionId}`, payload: { bonus: 7.25 } });
  await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${study.studyId}/operation`, payload: { completionCode: 'PAYME43', alertUrl: 'https://hooks.example/another', recruiting: { platform: 'prolific', endings: { no_consent: { code: 'NOPE78' } } } } });
});
afterAll(() => test.close());

const by = (who: string): Ask => asked.get(who)!;
const studyUrl = (rest = ''): string => `/api/studies/${study.studyId}${rest}`;

describe.each(table)('$who', ({ who, secrets, paid }) => {
  it.each(['', '/changes'])(`${secrets ? 'sees' : 'does not see'} codes, ways back, the test link and the address for alerts in the study%s`, async (rest) => {
    const { body, statusCode } = await by(who)({ url: studyUrl(rest) });
    expect(statusCode).toBe(200);
    const told = ['PAYME4', 'NOPE7', 'hooks.example', ...(rest === '' ? ['?test=', 'panel.example'] : [])];
    for (const text of told) expect(body.includes(text), text).toBe(secrets);
  });

  it(`${paid ? 'sees' : 'does not see'} platform ids and bonuses of sessions`, async () => {
    const list = (await by(who)({ url: studyUrl('/sessions') })).body;
    for (const text of ['pid4711', 'sub4711', '7.25']) expect(list.includes(text), text).toBe(paid);
    expect((await by(who)({ url: studyUrl(`/sessions/${sessionId}/changes`) })).body.includes('7.25')).toBe(paid);
    expect((await by(who)({ url: studyUrl('/sessions?text=pid4711') })).body.includes(sessionId)).toBe(paid);
  });

  it.each(['/payments.csv', '/recruiting', '/recruiting/submissions', '/recruiting/actions'])(`${paid ? 'reads' : 'is refused'} %s`, async (rest) => {
    expect((await by(who)({ url: studyUrl(rest) })).statusCode).toBe(paid ? 200 : 403);
  });

  it(`${secrets ? 'reads' : 'is refused'} what alerts are signed with`, async () => {
    expect((await by(who)({ url: studyUrl('/alert-secret') })).statusCode).toBe(secrets ? 200 : 403);
  });

  it.each([['a bonus', { bonus: 7.25 }, true], ['that it is settled', { isSettled: true }, true], ['a note', { note: '' }, false]] as const)('says %s only with the right to', async (_, payload, isPaid) => {
    const isAllowed = secrets && (paid || !isPaid);
    expect((await by(who)({ method: 'PATCH', url: studyUrl(`/sessions/${sessionId}`), payload })).statusCode).toBe(isAllowed ? 200 : 403);
  });
});
