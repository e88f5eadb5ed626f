import { parse } from 'csv-parse/sync';
import type { Ending, LinkParameters, RecruitingSettings } from '@lookalike/recruiting';
import { listAlerts } from '@lookalike/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, enter, nextTrial, raterWith, sideOfIdentical, type TestRater } from '../../testing/rater.ts';
import { launchStudyOf, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import type { EnteredView } from '../rater/schemas.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const minutes = (count: number): void => {
  test.clock.now = new Date(test.clock.now.getTime() + count * 60_000);
};

interface Way {
  readonly recruiting: RecruitingSettings;
  /** What the platform puts into the link of this person; undefined where it names nobody. */
  readonly parameters?: (person: string) => LinkParameters;
  /** Whether it has a value for each taking part that lets somebody in on another device at once. */
  readonly hasSubmissions: boolean;
}

const codes: Partial<Record<Ending, { code: string }>> = { completed: { code: 'DONE0001' }, failed_checks: { code: 'CHECK002' }, no_consent: { code: 'NOCON003' }, withdrawn: { code: 'WITHD004' }, timed_out: { code: 'LATE0005' } };
const ways: Readonly<Record<string, Way>> = {
  prolific: { recruiting: { platform: 'prolific', endings: codes }, parameters: (person) => ({ PROLIFIC_PID: person, STUDY_ID: 'study', SESSION_ID: `${person}-1` }), hasSubmissions: true },
  sona: { recruiting: { platform: 'sona', endings: {} }, parameters: (person) => ({ survey_code: person }), hasSubmissions: false },
  connect: { recruiting: { platform: 'connect', endings: codes }, parameters: (person) => ({ participantId: person, assignmentId: `${person}-1`, projectId: 'project' }), hasSubmissions: true },
  panel: { recruiting: { platform: 'panel', endings: codes }, parameters: (person) => ({ rid: person }), hasSubmissions: false },
  link: { recruiting: { platform: 'link', endings: codes }, hasSubmissions: false },
};

describe.each(Object.entries(ways))('a study recruited by %s, with all that raters do', (_, { recruiting, parameters, hasSubmissions }) => {
  it('pays who did the work, tells each ending apart, and gives a cheat nothing', async () => {
    const study = await launchStudyOf(
      test,
      { estimatedMinutes: 10, quality: [{ rule: 'catch-accuracy', minimumShare: 1, action: 'end' }, { rule: 'claimed-time', slackMs: 2000, action: 'flag' }, { rule: 'practice-attempts', mostRounds: 2, action: 'end' }] },
      { places: 8, completionCode: 'DONE0001', lateFinish: 'time_out', reward: { amount: 2, currency: 'GBP', basis: 'session' }, recruiting },
    );
    const arrive = (person: string, more: object = {}) => enter(test.app, study.linkToken, { ...(parameters === undefined ? {} : { platformParameters: parameters(person) }), ...more });
    const entered = async (person: string, more?: object): Promise<TestRater> => {
      const reply = await arrive(person, more);
      expect(reply.statusCode, reply.body).toBeLessThan(300);
      return raterWith(test.app, reply.json<EnteredView>());
    };

    // Who does the work, at a human pace.
    const honest = await entered('honest');
    await honest.consent();
    await answers(honest, { pace: 0.1 });
    await honest.post('complete');
    expect((await honest.get()).wayOut).toMatchObject({ ending: 'completed' });

    const declines = await entered('declines');
    await declines.post('decline');

    const fails = await entered('fails');
    await fails.consent();
    await answers(fails, { pace: 0.1, wrong: 'catch' });
    const notPassed = await entered('practises');
    await notPassed.consent();
    await answers(notPassed, { pace: 0.1, wrong: 'practice' });

    const withdraws = await entered('withdraws');
    await withdraws.consent();
    await answers(withdraws, { pace: 0.1 });
    await withdraws.post('withdraw');

    // On another device: by the platform's own value at once, else after two minutes of silence; the answers of the first are not shown again.
    const laptop = await entered('two-devices');
    await laptop.consent();
    await answers(laptop, { pace: 0.1, most: 3 });
    let phone = laptop;
    if (parameters !== undefined) {
      if (!hasSubmissions) {
        expect((await arrive('two-devices')).json()).toMatchObject({ code: 'rater.open_elsewhere' });
        minutes(3);
      }
      phone = await entered('two-devices');
      expect(phone.sessionId).toBe(laptop.sessionId);
      expect((await laptop.post('responses', { responses: [answerTo({ trialIndex: 3, round: 0 })] })).json()).toMatchObject({ code: 'rater.token_wrong' });
    }
    await answers(phone, { pace: 0.1 });
    await phone.post('complete');

    // Whoever goes away for good.
    const leaves = await entered('leaves');
    await leaves.consent();
    await answers(leaves, { pace: 0.1, most: 2 });
    minutes(60);

    // And who cheats: 900 ms an answer, all within a moment.
    const bot = await entered('bot');
    await bot.consent();
    await answers(bot, { pace: 0 });
    await bot.post('complete');
    await cheats(study, { parameters, victim: honest });

    // Their places are all taken, the last by somebody who is told so when they come late.
    for (let other = 0; other < 5; other++) await entered(`other-${other}`);
    const full = await arrive('too-late');
    expect([full.statusCode, full.json<{ code: string }>().code]).toEqual([409, 'rater.study_full']);
    expect(await leaves.get()).toMatchObject({ state: 'timed_out', wayOut: { ending: 'timed_out' } });

    const rows = await payments(study);
    const rowOf = async ({ sessionId }: TestRater) => {
      const { participantId } = await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: sessionId } });
      const row = rows.find(({ participant_id }) => participant_id === participantId)!;
      return [row['ending'], Number(row['reward']), row['reasons']];
    };
    expect(await rowOf(honest)).toEqual(['completed', 2, '']);
    expect(await rowOf(declines)).toEqual(['no_consent', 0, '']);
    expect((await rowOf(fails)).slice(0, 1)).toEqual(['screened_out']);
    expect((await rowOf(notPassed)).slice(0, 1)).toEqual(['practice_not_passed']);
    expect(await rowOf(withdraws)).toEqual(['withdrawn', 0, '']);
    expect(await rowOf(phone)).toEqual(['completed', 2, '']);
    expect((await rowOf(leaves)).slice(0, 2)).toEqual(['timed_out', 0]);
    expect(await rowOf(bot)).toEqual(['completed', 2, 'impossible_times']);
    // Screened out on the way: paid for the time that was spent.
    for (const rater of [fails, notPassed]) expect(Number((await rowOf(rater))[1])).toBeGreaterThan(0);
    expect(rows.map(({ currency }) => currency)).toEqual(rows.map(() => 'GBP'));
    if (parameters !== undefined) expect(rows.map(({ platform_id }) => platform_id)).toEqual(expect.arrayContaining(['honest', 'bot', 'two-devices']));
    expect(rows.some((row) => JSON.stringify(row).includes('cheat'))).toBe(false);
  });
});

/** Answers until nothing is asked for. @param pace minutes an answer @param wrong in which trials beyond doubt it is wrong */
async function answers(rater: TestRater, { pace, wrong, most = Number.POSITIVE_INFINITY }: { readonly pace: number; readonly wrong?: 'catch' | 'practice'; readonly most?: number }): Promise<void> {
  const { planned, shown } = await rater.known();
  for (let count = 0; count < most; count++) {
    const trial = nextTrial(await rater.get());
    if (trial === undefined) return;
    minutes(pace);
    const right = sideOfIdentical(trial, shown(trial));
    const isWrong = wrong === 'practice' ? trial.phase === 'practice' : wrong === 'catch' && trial.phase === 'main' && planned(trial).role === 'catch';
    const presentedAt = new Date(test.clock.now.getTime() - 5000).toISOString();
    const reply = await rater.post('responses', { responses: [{ ...answerTo(trial, isWrong ? (right === 'left' ? 'right' : 'left') : right), ...(pace > 0 ? { presentedAt } : {}) }] });
    expect(reply.statusCode, reply.body).toBe(200);
  }
}

/** Each way of the findings to a code, a place or somebody's session for nothing. */
async function cheats({ linkToken, studyId }: LaunchedStudy, { parameters, victim }: { readonly parameters: Way['parameters']; readonly victim: TestRater }): Promise<void> {
  const as = (more: object = {}) => enter(test.app, linkToken, { ...(parameters === undefined ? {} : { platformParameters: parameters('cheat') }), ...more });
  for (const kind of ['test', 'simulated']) expect((await as({ kind })).json()).toMatchObject({ code: 'rater.kind_refused' });
  expect((await as({ testKey: 'made-up' })).json()).toMatchObject({ code: 'rater.test_link_wrong' });
  if (parameters !== undefined) {
    const unfilled = Object.fromEntries(Object.keys(parameters('cheat')).map((name) => [name, `{{%${name}%}}`]));
    expect((await enter(test.app, linkToken, { platformParameters: unfilled })).json()).toMatchObject({ code: 'rater.link_unfilled' });
    expect((await listAlerts(test.store.prisma, studyId)).map(({ kind }) => kind)).toContain('link_unfilled');
  }
  // The token of another, or none: nobody is withdrawn by a stranger.
  for (const authorization of [undefined, 'Bearer made-up']) {
    const reply = await test.app.inject({ method: 'POST', url: `/api/rater/sessions/${victim.sessionId}/withdraw`, ...(authorization === undefined ? {} : { headers: { authorization } }) });
    expect(reply.statusCode).toBe(401);
  }
  expect((await victim.get()).state).toBe('completed');
}

async function payments({ studyId }: LaunchedStudy): Promise<Record<string, string>[]> {
  const { body } = await test.asExperimenter({ url: `/api/studies/${studyId}/payments.csv` });
  return parse(body, { columns: true, record_delimiter: '\r\n' });
}
