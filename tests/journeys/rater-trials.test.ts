import type { PresentedTrial } from '@lookalike/study';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, startBrowser } from './browser.ts';
import { openTrials } from './one-rater.ts';

const place = (trialIndex: number) => ({ trialIndex, blockIndex: 0, phase: 'main', round: 0 }) as const;
const picture = (slot: string, group: 'query' | 'options', colour: number) => ({ slot, group, url: `/api/picture/${colour}` });
const twoAfc = (trialIndex: number): PresentedTrial => ({ ...place(trialIndex), pictures: [picture('query', 'query', 0), picture('left', 'options', 1), picture('right', 'options', 2)] });
const matching = (trialIndex: number, count = 3): PresentedTrial => ({
  ...place(trialIndex),
  pictures: [...Array.from({ length: count }, (_, i) => picture(`query-${i}`, 'query', i)), ...Array.from({ length: count }, (_, i) => picture(`target-${i}`, 'options', (i + 1) % count))],
});

describe.skipIf(browserPath === undefined)('a trial in a browser (needs a Chromium and the built page)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 720 } };
  const phone: BrowserContextOptions = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2.625, hasTouch: true, isMobile: true };
  const open = (options: BrowserContextOptions): Promise<Page> => browser.newPage(options);
  /** The sentence by which who cannot see the pictures learns that they are there. */
  const told = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor({ state: 'attached' });
  const finished = (page: Page) => page.getByText('All your answers are saved.').waitFor();

  it('a brief query is masked and gone; when the rater looks away it is shown again, and counted', async () => {
    const page = await open(desktop);
    const { responses, screens } = await openTrials(page, { task: '2afc', trials: [twoAfc(0), twoAfc(1)], settings: { order: 'brief-query', queryMs: 3000, maskMs: 200 } });
    const query = page.getByRole('img', { name: 'Upper image' });
    await query.waitFor();
    await page.evaluate('window.dispatchEvent(new Event("blur"))');
    await told(page, 'comparison 1 of 2');
    expect(await query.count()).toBe(0);
    await page.keyboard.press('f');
    await told(page, 'comparison 2 of 2');
    await page.keyboard.press('ArrowRight');
    await finished(page);
    expect(responses.map(({ answer, presentationCount, isTrusted }) => ({ answer, presentationCount, isTrusted }))).toEqual([
      { answer: { side: 'left' }, presentationCount: 2, isTrusted: true },
      { answer: { side: 'right' }, presentationCount: 1, isTrusted: true },
    ]);
    for (const { frameMs, queryPlannedMs, queryShownMs, maskShownMs } of responses) {
      expect(queryPlannedMs! / frameMs!).toBeCloseTo(Math.round(3000 / frameMs!), 1);
      expect(Math.min(queryShownMs! - 3000, maskShownMs! - 200)).toBeGreaterThan(-frameMs!);
    }
    expect(screens[0]?.refreshHz).toBeCloseTo(1000 / responses[0]!.frameMs!, 0);
    await page.close();
  });

  it('crisp pictures have whole device pixels on a phone whose ratio is no whole number', async () => {
    const page = await open(phone);
    const { responses } = await openTrials(page, { task: '2afc', trials: [twoAfc(0)], settings: { scaling: 'crisp' } });
    await told(page, 'comparison 1 of 1');
    await page.getByRole('button', { name: 'Left image' }).tap();
    await finished(page);
    expect(responses[0]?.inputType).toBe('touch');
    expect(Number.isInteger(responses[0]?.devicePxPerImagePx)).toBe(true);
    await page.close();
  });

  it('pictures are matched by keys alone, and by touch in either order, and can be changed', async () => {
    const page = await open(desktop);
    const { responses } = await openTrials(page, { task: 'matching', trials: [matching(0), matching(1)] });
    await told(page, 'set 1 of 2');
    for (const key of ['2', '1', 'Enter', '3', 'ArrowRight', '1', 'Enter']) await page.keyboard.press(key);
    await told(page, 'set 2 of 2');
    const done = page.getByRole('button', { name: /Done/ });
    expect(await done.getAttribute('aria-disabled')).toBe('true');
    const card = (row: 'Upper' | 'Lower', number: number) => page.getByRole('button', { name: new RegExp(`^${row} image ${number},`) });
    for (const [first, second] of [[card('Upper', 1), card('Lower', 3)], [card('Lower', 1), card('Upper', 2)], [card('Upper', 3), card('Lower', 2)]] as const) {
      await first.click();
      await second.click();
    }
    expect(await done.getAttribute('aria-disabled')).not.toBe('true');
    await done.click();
    await finished(page);
    expect(responses.map(({ answer }) => answer)).toEqual([{ assignment: [0, 1, 2] }, { assignment: [2, 0, 1] }]);
    await page.close();
  });

  it('24 words and their picture stand on a small phone without scrolling', async () => {
    const page = await open(phone);
    const choices = Array.from({ length: 24 }, (_, i) => ({ id: `w${i}`, text: `word${i}` }));
    const { responses } = await openTrials(page, { task: 'classification', trials: [{ ...place(0), pictures: [picture('query', 'query', 0)], choices }], settings: { answerLimitMs: 60_000, asksConfidence: true } });
    await told(page, 'picture 1 of 1');
    expect(await page.evaluate('document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.getByRole('button', { name: 'word23', exact: true }).tap();
    // Sooner than anybody can look, a tap would belong to the words.
    await page.waitForTimeout(200);
    await page.getByRole('button', { name: '4', exact: true }).tap();
    await finished(page);
    expect(responses[0]).toMatchObject({ answer: { label: 'w23' }, confidence: 4 });
    await page.close();
  });

  it('six pictures beside one another are too many for a phone, and it says so before anything is begun', async () => {
    const page = await open(phone);
    const opening = openTrials(page, { task: 'matching', trials: [matching(0, 6)] });
    await page.getByText('Nothing was begun in your name.').waitFor();
    await page.setViewportSize({ width: 1000, height: 800 });
    await opening;
    await page.close();
  });

  it('a screen that is too small says so, and goes on when there is room', async () => {
    const page = await open(desktop);
    const { responses } = await openTrials(page, { task: 'matching', trials: [matching(0, 6)] });
    await told(page, 'set 1 of 1');
    await page.setViewportSize({ width: 400, height: 800 });
    await page.getByRole('heading', { name: 'This screen is too small for this study' }).waitFor();
    await page.setViewportSize({ width: 1280, height: 720 });
    await told(page, 'set 1 of 1');
    for (const key of ['1', '2', '3', '4', '5', '6', 'Enter']) await page.keyboard.press(key);
    await finished(page);
    expect(responses[0]?.presentationCount).toBe(2);
    await page.close();
  });

  it('a phone that is turned while a comment is written loses neither the answer nor the comment, and is seen to be turned', async () => {
    const page = await open(phone);
    const { responses } = await openTrials(page, { task: '2afc', trials: [twoAfc(0), twoAfc(1)], settings: { asksConfidence: true, asksComment: true, smallestSizePx: 150 } });
    await told(page, 'comparison 1 of 2');
    await page.getByRole('button', { name: 'Left image' }).tap();
    await page.waitForTimeout(200);
    await page.getByRole('button', { name: '4', exact: true }).tap();
    await page.getByRole('textbox').fill('hard');
    await page.setViewportSize({ width: 640, height: 300 });
    await page.getByRole('button', { name: 'Next' }).tap();
    await page.getByRole('heading', { name: 'This screen is too small for this study' }).waitFor();
    await expect.poll(() => responses[0]).toMatchObject({ answer: { side: 'left' }, confidence: 4, comment: 'hard' });
    await page.close();
  });

  it('that the time ran out is said where it covers no word to choose', async () => {
    const page = await open(phone);
    const choices = Array.from({ length: 24 }, (_, i) => ({ id: `w${i}`, text: `word${i}` }));
    const pictured = (trialIndex: number) => ({ ...place(trialIndex), pictures: [picture('query', 'query', trialIndex)], choices });
    await openTrials(page, { task: 'classification', trials: [pictured(0), pictured(1)], settings: { answerLimitMs: 3000 } });
    await told(page, 'picture 2 of 2');
    const said = await page.getByText('The time ran out.').boundingBox();
    const words = await page.getByRole('group', { name: 'Your choice' }).boundingBox();
    expect(said!.y + said!.height).toBeLessThanOrEqual(words!.y);
    await page.close();
  });

  it('a mask has the picture’s own pixels, also where a browser disturbs what a page reads', async () => {
    const page = await open(desktop);
    await page.addInitScript(`{
      const truly = CanvasRenderingContext2D.prototype.getImageData;
      window.coloursOf = (canvas) => {
        const counts = {};
        for (const colour of new Uint32Array(truly.call(canvas.getContext('2d'), 0, 0, canvas.width, canvas.height).data.buffer)) counts[colour] = (counts[colour] ?? 0) + 1;
        return counts;
      };
      CanvasRenderingContext2D.prototype.getImageData = function (...where) {
        const read = truly.apply(this, where);
        for (let i = 0; i < read.data.length; i += 4) read.data[i] ^= i % 8 === 0 ? 1 : 2;
        return read;
      };
    }`);
    await openTrials(page, { task: '2afc', trials: [twoAfc(0)], settings: { order: 'brief-query', queryMs: 3000, maskMs: 200, scaling: 'crisp' } });
    await page.getByRole('img', { name: 'Upper image' }).waitFor();
    const [picturePixels, maskPixels] = await page.evaluate<[Record<string, number>, Record<string, number>]>(`[...document.querySelector('.place').querySelectorAll('canvas')].map(coloursOf)`);
    expect(maskPixels).toEqual(picturePixels);
    await page.close();
  });

  it('a window that changes without changing the pictures draws none of them again', async () => {
    const page = await open(desktop);
    await page.addInitScript(`{
      window.drawnCount = 0;
      const put = CanvasRenderingContext2D.prototype.putImageData;
      CanvasRenderingContext2D.prototype.putImageData = function (...what) { window.drawnCount++; return put.apply(this, what); };
    }`);
    await openTrials(page, { task: '2afc', trials: [twoAfc(0)] });
    await told(page, 'comparison 1 of 1');
    const left = () => page.getByRole('img', { name: 'Left image' }).boundingBox();
    const [before, drawn] = [await left(), await page.evaluate('drawnCount')];
    await page.setViewportSize({ width: 1400, height: 720 });
    await expect.poll(async () => (await left())!.x).toBe(before!.x + 60);
    expect((await left())!.width).toBe(before!.width);
    expect(await page.evaluate('drawnCount')).toBe(drawn);
    await page.close();
  });
});
