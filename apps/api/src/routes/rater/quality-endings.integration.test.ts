import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QualityRuleSettings } from '@lookalike/study';
import { answerTo, enteredRater, nextTrial, sideOfIdentical, type TestRater } from '../../testing/rater.ts';
import { launchStudyOf } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const catchRule: QualityRuleSettings = { rule: 'catch-accuracy', minimumShare: 1, action: 'end' };

/** Answers until nothing is asked for, wrongly where `isWrong` says so of a trial with the same picture twice. */
async function answers(rater: TestRater, isWrong: (phase: string) => boolean): Promise<void> {
  const { shown } = await rater.known();
  for (;;) {
    const trial = nextTrial(await rater.get());
    if (trial === undefined) return;
    const side = sideOfIdentical(trial, shown(trial));
    expect((await rater.post('responses', { responses: [answerTo(trial, isWrong(trial.phase) ? (side === 'left' ? 'right' : 'left') : side)] })).statusCode).toBe(200);
  }
}

describe('a study whose rules end sessions', () => {
  it('ends who fails every catch trial as soon as that is certain, gives the place back, keeps what was answered, and takes no more', async () => {
    const { linkToken, studyId } = await launchStudyOf(test, { quality: [catchRule] }, { places: 1 });
    const rater = await enteredRater(test.app, linkToken, { platformParameters: { PROLIFIC_PID: 'one' } });
    await rater.consent();
    await answers(rater, (phase) => phase === 'main');
    const view = await rater.get();
    expect(view).toMatchObject({ state: 'screened_out', trials: [], wayOut: { ending: 'screened_out' } });
    expect(view.wayOut).not.toHaveProperty('code');
    const row = await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: rater.sessionId }, include: { responses: true } });
    expect(row).toMatchObject({ ending: 'screened_out', placeReleasedAt: expect.any(Date), flags: ['catch_failed'], digest: { catchRight: 0, catchAnswered: 1, flags: [{ rule: 'catch-accuracy', sentence: '0 of 1 catch trials were right; 100 % is wanted.' }] } });
    expect(row.responses.length).toBeGreaterThan(0);
    expect((await rater.post('responses', { responses: [answerTo({ trialIndex: 7, round: 0 })] })).json()).toMatchObject({ status: 409 });
    // The place is free again.
    const next = await enteredRater(test.app, linkToken, { platformParameters: { PROLIFIC_PID: 'two' } });
    expect(next.sessionId).not.toBe(rater.sessionId);
    expect(await test.store.prisma.raterSession.count({ where: { studyId } })).toBe(2);
  });

  it('ends practice after its rounds', async () => {
    const { linkToken } = await launchStudyOf(test, { quality: [{ rule: 'practice-attempts', mostRounds: 2, action: 'end' }] });
    const rater = await enteredRater(test.app, linkToken);
    await rater.consent();
    await answers(rater, () => true);
    expect(await rater.get()).toMatchObject({ state: 'screened_out', wayOut: { ending: 'practice_not_passed' }, practice: { round: 2, passed: false } });
  });

  it('tells who finished and failed its checks so, without the code of those who passed', async () => {
    const { linkToken } = await launchStudyOf(test, { quality: [{ rule: 'fast-median', minimumMs: 900, action: 'end' }] });
    const rater = await enteredRater(test.app, linkToken, { platformParameters: { PROLIFIC_PID: 'fast' } });
    await rater.consent();
    await rater.answerAll();
    const view = (await rater.post('complete')).json<{ state: string; wayOut: object }>();
    expect(view).toMatchObject({ state: 'completed', wayOut: { ending: 'failed_checks' } });
    expect(view.wayOut).not.toHaveProperty('code');
    expect(await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: rater.sessionId } })).toMatchObject({ ending: 'failed_checks', placeReleasedAt: null, flags: ['fast_median'] });
  });

  it('flags a program that claims more time than passed, and only flags it', async () => {
    const { linkToken } = await launchStudyOf(test, { quality: [{ rule: 'claimed-time', slackMs: 2000, action: 'flag' }] });
    const rater = await enteredRater(test.app, linkToken);
    await rater.consent();
    await rater.answerAll();
    expect((await rater.post('complete')).json()).toMatchObject({ state: 'completed', wayOut: { ending: 'completed' } });
    expect(await test.store.prisma.raterSession.findUniqueOrThrow({ where: { id: rater.sessionId } })).toMatchObject({ flags: ['impossible_times'] });
  });
});
