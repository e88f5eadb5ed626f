import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enteredRater } from '../../apps/api/src/testing/rater.ts';
import { shortConfiguration, storeRuns, studyRequest } from '../../apps/api/src/testing/stored-study.ts';
import type { TestApp } from '../../apps/api/src/testing/test-app.ts';
import { resultsPages } from '../../apps/web/src/lib/console/results/results-pages.ts';
import { hasConsole, startConsole, takePicture, type RealConsole } from './real-console.ts';

describe.skipIf(!hasConsole)('an experimenter tries a draft and looks at its results (needs a Chromium and the built web app)', () => {
  let real: RealConsole;
  let test: TestApp;
  let page: Page;
  let url: string;
  let copyPath: string;

  beforeAll(async () => {
    real = await startConsole();
    ({ test, url } = real);
    page = await real.signedIn();
  });
  afterAll(() => real.close());

  it('a draft says what stands in the way, and a copy of it is tested', async () => {
    const { runs } = await storeRuns(test, { networkCount: 3 });
    const create = async (change: object): Promise<string> =>
      (await test.asExperimenter({ method: 'POST', url: '/api/studies', payload: studyRequest(runs, { ...shortConfiguration(), ...change }) })).json<{ id: string }>().id;
    await page.goto(`${url}/console/studies/${await create({ design: { targets: 'shared', perCondition: 400, answersPerStimulus: null } })}`);
    await page.getByText('It cannot be launched yet').waitFor();
    await page.getByRole('button', { name: 'Make a copy to test' }).click();
    await page.getByText('There is no copy to try').waitFor();
    await takePicture(page, 'draft-with-an-obstacle');

    await page.goto(`${url}/console/studies/${await create({})}`);
    await page.getByRole('button', { name: 'Make a copy to test' }).click();
    const testUrl = new URL((await page.getByRole('link', { name: 'Open the test' }).getAttribute('href')) ?? '');
    const rater = await real.browser.newPage({ viewport: { width: 390, height: 844 } });
    await rater.goto(`${url}${testUrl.pathname}${testUrl.search}`);
    await rater.getByRole('button', { name: 'Begin' }).waitFor();
    await takePicture(rater, 'test-landing');
    await rater.close();
    for (let session = 0; session < 4; session++) {
      const tester = await enteredRater(test.app, testUrl.pathname.split('/').at(-1)!, { testKey: testUrl.searchParams.get('test') });
      await tester.consent();
      await tester.answerAll();
      await tester.post('complete');
    }
    await page.reload();
    await page.getByText(/4 test sessions/).waitFor();
    await takePicture(page, 'draft');
    await page.getByRole('listitem').filter({ hasText: '4 test sessions' }).getByRole('link', { name: 'Open' }).click();
    await page.getByText('A frozen copy of version 1 of the draft').waitFor();
    copyPath = new URL(page.url()).pathname;
    expect(await page.getByRole('button', { name: 'Close' }).count()).toBe(0);
    await takePicture(page, 'copy');
  });

  it.each(resultsPages(':study').map(({ label, href }) => [label, href] as const))('the page of results %s is there, on a phone too, and nothing has failed', async (label, href) => {
    await page.goto(`${url}${href.replace('/console/studies/:study', copyPath)}`);
    await page.getByRole('heading', { level: 1, name: 'Results' }).waitFor();
    await page.getByRole('link', { name: label, exact: true }).first().waitFor();
    // Only tests have answered. Observers are people and programs, and a model is fitted when somebody asks.
    if (label !== 'Observers' && label !== 'Model') await page.getByText('Test sessions, without excluded sessions').waitFor();
    await expect.poll(() => page.getByText(/^(Computing|Waiting)/).count()).toBe(0);
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${label} is too wide at ${width} px`).toBeLessThanOrEqual(0);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await takePicture(page, `results-${label.toLowerCase()}`);
  });

  it('the report of the same answers is one page', async () => {
    const ask = () => page.request.get(`${url}/api${copyPath.replace('/console', '')}/report.html?kind=test`);
    await expect.poll(async () => (await ask()).status()).toBe(200);
    await page.setContent(await (await ask()).text());
    await page.getByRole('heading', { level: 1, name: 'Which picture looks closer?' }).waitFor();
    expect(await page.locator('script').count()).toBe(0);
    await takePicture(page, 'report');
  });
});
