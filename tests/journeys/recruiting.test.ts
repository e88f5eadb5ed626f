import { prolificStandIn, sonaStandIn, type StandInSubmission } from '@lookalike/recruiting/testing';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enteredRater, type TestRater } from '../../apps/api/src/testing/rater.ts';
import { launchStudyOf } from '../../apps/api/src/testing/stored-study.ts';
import { testEmail, type TestApp } from '../../apps/api/src/testing/test-app.ts';
import { hasConsole, startConsole, takePicture, type RealConsole } from './real-console.ts';

describe.skipIf(!hasConsole)('an experimenter recruits (needs a Chromium and the built web app)', () => {
  const prolific = prolificStandIn();
  const sona = sonaStandIn();
  let real: RealConsole;
  let test: TestApp;
  let page: Page;
  let url: string;

  beforeAll(async () => {
    real = await startConsole({ publicUrl: 'http://lab.example', outside: (request) => (request.url.includes('sona-systems') ? sona.fetch(request) : prolific.fetch(request)) });
    ({ test, url } = real);
    page = await real.signedIn();
  });
  afterAll(() => real.close());

  it('on Prolific: link, codes, token, who is owed what, and a payment that is confirmed', async () => {
    const there = prolific.addStudy({ codes: [
      { code: 'DONE2026', code_type: 'COMPLETED', actions: [{ action: 'MANUALLY_REVIEW' }] },
      { code: 'CHECKS7Q', code_type: 'FAILED_ATTENTION_CHECK', actions: [{ action: 'MANUALLY_REVIEW' }] },
      { code: 'NOTHANKS', code_type: 'NO_CONSENT', actions: [{ action: 'REQUEST_RETURN' }] },
      { code: 'PRACT5X2', code_type: 'OTHER', actions: [{ action: 'REQUEST_RETURN' }] },
    ] });
    const { studyId, linkToken } = await launchStudyOf(test, {}, { completionCode: 'DONE2026', places: 40 });
    await page.goto(`${url}/console/studies/${studyId}`);
    const card = page.locator('section').filter({ has: page.getByRole('heading', { name: /^Recruiting/ }) });
    await card.getByRole('button', { name: 'Change' }).click();
    await card.getByLabel('Raters come from').selectOption('prolific');
    await card.getByLabel('Prolific’s id of the study').fill(there.id);
    await takePicture(page, 'recruiting-prolific-settings', card);
    await card.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => card.getByTestId('rater-link').textContent()).toBe(`http://lab.example/s/${linkToken}?PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}`);

    await card.getByLabel('API token').fill(prolific.token);
    await card.getByRole('button', { name: 'Try and save' }).click();
    await card.getByText('Of lab@university.example').waitFor();
    expect(await page.content()).not.toContain(prolific.token);
    await card.getByRole('button', { name: 'Take over NOTHANKS' }).waitFor();
    await takePicture(page, 'recruiting-prolific-codes', card);
    for (const code of ['CHECKS7Q', 'NOTHANKS', 'PRACT5X2']) {
      await card.getByRole('button', { name: `Take over ${code}` }).click();
      await card.getByRole('button', { name: `Take over ${code}` }).waitFor({ state: 'detached' });
    }
    await card.getByText('The codes there and here are the same.').waitFor();
    await card.getByText('What each ending leads to').click();
    await takePicture(page, 'recruiting-prolific', card);

    const arrive = async (): Promise<{ submission: StandInSubmission; rater: TestRater }> => {
      const submission = prolific.addSubmission({ study: there.id });
      return { submission, rater: await enteredRater(test.app, linkToken, { platformParameters: { PROLIFIC_PID: submission.participant, STUDY_ID: there.id, SESSION_ID: submission.id } }) };
    };
    const finish = async ({ rater, submission }: Awaited<ReturnType<typeof arrive>>, status = 'AWAITING REVIEW'): Promise<void> => {
      await rater.consent();
      await rater.answerAll();
      await rater.post('complete');
      Object.assign(submission, { status, code: status === 'TIMED-OUT' ? null : 'DONE2026' });
    };
    const [one, two, late, declined, underWay] = [await arrive(), await arrive(), await arrive(), await arrive(), await arrive()];
    await finish(one);
    await finish(two);
    await finish(late, 'TIMED-OUT');
    await declined.rater.post('decline');
    await underWay.rater.consent();
    prolific.addSubmission({ study: there.id, status: 'AWAITING REVIEW', code: 'GUESSED1' });

    await card.getByRole('link', { name: 'Submissions and payments' }).click();
    await page.getByRole('button', { name: 'Read from Prolific now' }).click();
    await page.getByRole('button', { name: 'Approve 2' }).waitFor();
    await takePicture(page, 'recruiting-submissions', page);
    await page.getByRole('button', { name: 'Approve 2' }).click();
    await page.getByLabel('Choose all').check();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await expect.poll(() => page.getByTestId('sum').textContent()).toBe('£3.00');
    expect([one, two].map(({ submission }) => submission.status)).toEqual(['AWAITING REVIEW', 'AWAITING REVIEW']);
    await takePicture(page, 'recruiting-confirm', page);
    await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('Prolific has taken it, and approves within minutes.').first().waitFor();
    prolific.settle();
    expect([one, two].map(({ submission }) => submission.status)).toEqual(['APPROVED', 'APPROVED']);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

    await page.getByRole('button', { name: 'Bonus 1' }).click();
    await page.getByLabel('Choose all').check();
    await page.getByRole('button', { name: 'Pay a bonus' }).click();
    await page.getByLabel(/Bonus for each/).fill('1.5');
    await page.getByRole('button', { name: 'See what it comes to' }).click();
    await expect.poll(() => page.getByTestId('sum').textContent()).toBe('£2.10');
    prolific.faults.push({ path: /pay/, kind: { afterEffect: 'lost' } });
    await page.getByRole('dialog').getByRole('button', { name: 'Pay', exact: true }).click();
    await page.getByRole('dialog').getByText('Nobody knows').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    prolific.settle();
    await page.getByRole('button', { name: 'See what Prolific has paid' }).click();
    await page.getByText('asked for £1.50; there: £1.50').waitFor();
    await takePicture(page, 'recruiting-ledger', page.locator('section').filter({ has: page.getByRole('heading', { name: 'What was done' }) }));
    await page.getByRole('button', { name: 'It was done' }).click();
    await page.getByText(`${testEmail} looked: it was done.`).waitFor();
    expect(prolific.bonuses.map(({ paidTimes }) => paidTimes)).toEqual([1]);
  });

  it('on Sona: the completion address says it all, and the server gives the credit', async () => {
    const { studyId, linkToken } = await launchStudyOf(test);
    await page.goto(`${url}/console/studies/${studyId}`);
    const card = page.locator('section').filter({ has: page.getByRole('heading', { name: /^Recruiting/ }) });
    await card.getByRole('button', { name: 'Change' }).click();
    await card.getByLabel('Raters come from').selectOption('sona');
    await card.getByRole('button', { name: 'Save' }).click();
    await card.getByLabel(/Credit token/).fill('https://lab.sona-systems.com/services/SonaAPI.svc/WebstudyCredit?experiment_id=12&credit_token=c0ffee&survey_code=XXXX');
    await takePicture(page, 'recruiting-sona', card);
    await card.getByRole('button', { name: 'Try and save' }).click();
    await card.getByText('nobody can read it here').waitFor();
    sona.signUps.set('4711', false);
    const rater = await enteredRater(test.app, linkToken, { platformParameters: { survey_code: '4711' } });
    await rater.consent();
    await rater.answerAll();
    await rater.post('complete');
    await test.watcher.tick();
    expect(sona.signUps.get('4711')).toBe(true);
    await card.getByRole('link', { name: 'Credits' }).click();
    await page.getByText('Granted').waitFor();
  });

  it('from a panel: names of its parameters, and an address for each ending', async () => {
    const { studyId } = await launchStudyOf(test);
    await page.goto(`${url}/console/studies/${studyId}`);
    const card = page.locator('section').filter({ has: page.getByRole('heading', { name: /^Recruiting/ }) });
    await card.getByRole('button', { name: 'Change' }).click();
    await card.getByLabel('Raters come from').selectOption('panel');
    for (const [ending, status] of [['Finished', 'complete'], ['Declined', 'terminate'], ['No place left', 'overquota']]) await card.getByLabel(`${ending}: address`, { exact: true }).fill(`https://panel.example/end?s=${status}&rid={person}`);
    await takePicture(page, 'recruiting-panel', card);
    await card.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => card.getByTestId('rater-link').textContent()).toContain('?rid=[%RID%]');
    await card.getByText('What each ending leads to').click();
    await card.getByText('https://panel.example/end?s=complete&rid={person}').waitFor();
  });
});
