import type { PresentedTrial } from '@lookalike/study';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, startBrowser } from './browser.ts';
import { openTrials } from './one-rater.ts';

/** Four blocks of three, every picture at its own address. */
const slots = [['query', 'query'], ['left', 'options'], ['right', 'options']] as const;
const trials = Array.from({ length: 12 }, (_, trialIndex): PresentedTrial => ({
  trialIndex, blockIndex: 1 + Math.floor(trialIndex / 3), phase: 'main', round: 0,
  pictures: slots.map(([slot, group], i) => ({ slot, group, url: `/api/picture/${3 * trialIndex + i}` })),
}));
const blockOfPicture = (path: string): number | undefined => (path.startsWith('/api/picture/') ? 1 + Math.floor(Number(path.split('/').at(-1)) / 9) : undefined);
const blocksAsked = (asked: readonly string[]): number[] => [...new Set(asked.flatMap((path) => blockOfPicture(path) ?? []))].sort();

describe.skipIf(browserPath === undefined)('blocks in a browser (needs a Chromium and the built page)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const answer = async (page: Page, count: number): Promise<void> => {
    await page.getByText(`comparison ${count} of 12`, { exact: true }).waitFor({ state: 'attached' });
    await page.keyboard.press('f');
  };
  /** Headings that were on the page, to see whether it waited anywhere. */
  const watchHeadings = (page: Page): Promise<void> =>
    page.evaluate(`globalThis.headings = new Set(); new MutationObserver(() => document.querySelectorAll('h1').forEach((h) => headings.add(h.textContent.trim()))).observe(document.body, { childList: true, subtree: true, characterData: true })`);

  it('the next block is there before it is needed, the one after it is not; totals are the session’s', async () => {
    const page = await browser.newPage();
    const { asked, responses } = await openTrials(page, { task: '2afc', trials });
    await watchHeadings(page);
    await answer(page, 1);
    await answer(page, 2);
    expect(blocksAsked(asked)).toEqual([1, 2]);
    const viewsBefore = asked.filter((path) => path === '/api/rater/sessions/one').length;
    await answer(page, 3);
    for (const block of [2, 3, 4]) {
      await page.getByText(`${3 * (block - 1)} of 12 comparisons are done.`).waitFor();
      await page.getByRole('button', { name: `Go on with block ${block} of 4` }).click();
      await answer(page, 3 * block - 2);
      await answer(page, 3 * block - 1);
      expect(blocksAsked(asked)).toEqual([1, 2, 3, 4].slice(0, block + 1));
      expect(await page.evaluate('[...headings]')).not.toContain('Saving your answers');
      await answer(page, 3 * block);
    }
    await page.getByText('All your answers are saved.').waitFor();
    expect(responses.map(({ trialIndex }) => trialIndex)).toEqual(trials.map(({ trialIndex }) => trialIndex));
    // One view for each of the blocks three and four, and no waiting but for the end.
    expect(asked.filter((path) => path === '/api/rater/sessions/one').length - viewsBefore).toBe(2);
    expect(asked.filter((path) => path.endsWith('/complete'))).toHaveLength(1);
    await page.close();
  });

  it('without a connection the rater goes on, and nothing is lost or asked twice', async () => {
    const page = await browser.newPage();
    const { asked, responses, connection } = await openTrials(page, { task: '2afc', trials });
    for (const count of [1, 2, 3]) await answer(page, count);
    await page.getByRole('button', { name: 'Go on with block 2 of 4' }).click();
    await page.getByText('comparison 4 of 12', { exact: true }).waitFor({ state: 'attached' });
    await expect.poll(() => asked.filter((path) => blockOfPicture(path) === 3).length, { timeout: 20_000 }).toBe(9);
    connection.isCut = true;
    for (const count of [4, 5, 6]) await answer(page, count);
    await page.getByText('6 of 12 comparisons are done.').waitFor();
    expect(responses).toHaveLength(3);
    connection.isCut = false;
    await page.evaluate('window.dispatchEvent(new Event("online"))');
    await expect.poll(() => responses.length, { timeout: 20_000 }).toBe(6);
    for (const block of [3, 4]) {
      await page.getByRole('button', { name: `Go on with block ${block} of 4` }).click();
      for (const count of [2, 1, 0]) await answer(page, 3 * block - count);
    }
    await page.getByText('All your answers are saved.').waitFor();
    expect(responses.map(({ trialIndex }) => trialIndex)).toEqual(trials.map(({ trialIndex }) => trialIndex));
    await page.close();
  });
});
