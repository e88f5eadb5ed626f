import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PresentedTrial } from '@lookalike/study';
import { browserPath, startBrowser } from './browser.ts';
import { openPreview } from './entrance-server.ts';

describe.skipIf(browserPath === undefined)('the preview of a draft (needs a Chromium: set TEST_BROWSER, or let npm test find one)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const trial = (trialIndex: number, phase: 'practice' | 'main', blockIndex = 0): PresentedTrial => ({
    trialIndex, phase, blockIndex, round: 0,
    pictures: [{ slot: 'query', group: 'query', url: '/api/picture/0' }, { slot: 'left', group: 'options', url: '/api/picture/1' }, { slot: 'right', group: 'options', url: '/api/picture/2' }],
  });
  const trials = [trial(0, 'practice'), trial(1, 'practice'), trial(2, 'main'), trial(3, 'main', 1)];

  async function open(size: { width: number; height: number }): Promise<{ page: Page; asked: string[] }> {
    const page = await browser.newPage({ viewport: size });
    return { page, asked: await openPreview(page, { trials, rightSides: ['left', 'right'] }) };
  }

  it.each([{ width: 390, height: 844 }, { width: 1280, height: 800 }])('goes to every page and back at $width px, and asks the server for nothing but the preview', async (size) => {
    const { page, asked } = await open(size);
    const select = page.getByRole('combobox', { name: 'Page' });
    await select.waitFor();
    const names = await select.locator('option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(names).toEqual(expect.arrayContaining(['landing', 'consent', 'practice-wrong', 'break', 'too-small', 'completed', 'timed_out', 'elsewhere']));
    for (const name of names) {
      await select.selectOption(name);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => select.inputValue()).toBe(name);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${name} is too wide`).toBeLessThanOrEqual(0);
      const folder = process.env['PREVIEW_PICTURES'];
      if (folder !== undefined) await page.screenshot({ path: `${folder}/${size.width}-${name}.png` });
    }
    await page.getByRole('button', { name: 'The page before' }).click();
    await expect.poll(() => select.inputValue()).toBe(names.at(-2));
    expect(asked.filter((path) => !path.startsWith('/api/picture/'))).toEqual(['/api/previews/link']);
  });

  it('can be gone through by its own buttons, to a sample of a code', async () => {
    const { page, asked } = await open({ width: 1280, height: 800 });
    const select = page.getByRole('combobox', { name: 'Page' });
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'I agree and take part' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(() => select.inputValue()).toBe('practice');
    await select.selectOption('trial');
    for (const expected of ['break', 'completed']) {
      await expect.poll(async () => {
        await page.keyboard.press('f');
        return select.inputValue();
      }).toBe(expected);
      if (expected === 'break') await page.getByRole('button', { name: 'Go on' }).click();
    }
    expect(await page.getByTestId('completion-code').textContent()).toBe('SAMPLE-CODE');
    expect(asked.filter((path) => !path.startsWith('/api/picture/'))).toEqual(['/api/previews/link']);
  });
});
