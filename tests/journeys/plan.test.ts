import { readFile } from 'node:fs/promises';
import { defaultStudyConfiguration, defaultStudyOperation, type StudyOperation } from '@lookalike/study';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, startBrowser } from './browser.ts';
import { openConsole } from './console-page.ts';

const none = { assigned: 0, inProgress: 0, completed: 0, withdrawn: 0, declined: 0, timedOut: 0 };
const condition = (name: string) => ({ conditionId: name, name, runId: `run-${name}`, reference: null, stimuli: null, network: null, factors: {}, acceptedCount: 60, stimulusCount: 60 });
const draftStudy = {
  id: 'one', status: 'draft', version: 1, configuration: defaultStudyConfiguration(), configurationHash: '0'.repeat(64), operation: { ...defaultStudyOperation(), completionCode: 'CODE', reward: { amount: 9, currency: 'GBP', basis: 'hour' } },
  conditions: [condition('robust'), condition('standard')], warnings: [], stimulusCount: 120, stimuliHash: null, targetCount: 60, setCount: null, targetRule: 'The 60 targets.', wantedPlaces: null, rehearsalOf: null,
  sessionCounts: { person: none, test: none, simulated: none }, heldPlaces: 0,
};

describe.skipIf(browserPath === undefined)('planning in the console (needs a Chromium and the built page)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const open = (width = 1280): Promise<Page> => browser.newPage({ viewport: { width, height: 900 }, acceptDownloads: true });
  const answers = { 'GET /api/studies/one': draftStudy, 'GET /api/studies': { studies: [] } };

  it('the plan follows what is typed, and goes into the study', async () => {
    const page = await open();
    const sent: unknown[] = [];
    const operate = (body: unknown): object => {
      sent.push(body);
      return { ...draftStudy, operation: { ...draftStudy.operation, ...(body as Partial<StudyOperation>) } };
    };
    await openConsole(page, '/console/studies/one/plan', { ...answers, 'PATCH /api/studies/one/operation': operate });
    const chosen = page.getByRole('row').filter({ hasText: 'this study' });
    const places = async (): Promise<number> => Number(await chosen.getByRole('cell').nth(1).textContent());
    await page.getByRole('img', { name: 'Width of a score’s interval by raters and targets' }).waitFor();
    const first = await places();
    await page.getByLabel('Width of the interval').fill('0.25');
    await expect.poll(places).toBeLessThan(first);
    const planned = await places();
    await page.getByRole('button', { name: `Take ${planned} places with 16 targets each` }).click();
    await page.getByText('The study has this plan.').waitFor();
    expect(sent).toEqual([{ places: planned }]);
    expect(await page.getByRole('link', { name: 'Markdown' }).getAttribute('href')).toContain('wanted=width&score=0.5&width=0.25');
    await page.close();
  });

  it('studies are simulated in a worker, and the same seed gives the same numbers', async () => {
    const page = await open(390);
    await openConsole(page, '/console/studies/one/plan', answers);
    await page.getByLabel('Width of the interval').fill('0.3');
    const check = page.getByRole('button', { name: /^Check \d+ raters with 60 targets$/ });
    const said = page.getByText(/^In 500 simulated studies/);
    await expect.poll(() => check.textContent()).not.toContain(' 23 ');
    await check.click();
    const text = await said.textContent();
    expect(text).toMatch(/mean width 0\.(2[6-9]|3[0-3])\d/);
    await check.click();
    await expect.poll(() => said.textContent()).toBe(text);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    await page.close();
  });

  it('what cannot be planned is said', async () => {
    const page = await open();
    await openConsole(page, '/console/studies/one/plan', answers);
    await page.getByRole('radio', { name: 'A difference' }).click();
    await page.getByLabel('Other true score').fill('0.5');
    await page.getByText('there is no difference to find').waitFor();
    await page.getByRole('radio', { name: 'Equivalence' }).click();
    await page.getByRole('img', { name: 'Power by raters and targets' }).waitFor();
    await page.close();
  });

  it('a figure downloads as SVG, PNG and CSV', async () => {
    const page = await open();
    await openConsole(page, '/console/studies/one/plan', answers);
    const saved = async (kind: string): Promise<Buffer> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: kind }).click()]);
      expect(download.suggestedFilename()).toBe(`plan.${kind.toLowerCase()}`);
      return readFile(await download.path());
    };
    expect((await saved('SVG')).toString()).toContain('<title>Width of a score’s interval by raters and targets</title>');
    const png = await saved('PNG');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(3 * 720);
    expect((await saved('CSV')).toString()).toMatch(/^curve,x,y\r\n20 targets,4,0\.\d+\r\n/);
    await page.close();
  });
});
