import type { Ending } from '@lookalike/recruiting';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, startBrowser } from './browser.ts';
import { openLink, refusal, sessionView, type Entry, type EntryReply } from './entrance-server.ts';
import type { RaterSessionView, RaterStudyView } from './rater-stand-in.ts';

const someone = '?PROLIFIC_PID=someone';

describe.skipIf(browserPath === undefined)('the way into the rater’s page and out of it (needs a Chromium: set TEST_BROWSER, or let npm test find one)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  /** The built rater's page, with a server that answers entries as told. Its clock is the test's. */
  async function open({ search = '', status = 'open', reply }: { search?: string; status?: RaterStudyView['status']; reply: (entry: Entry, count: number) => EntryReply }): Promise<{ page: Page; entries: Entry[] }> {
    const page = await browser.newPage();
    await page.clock.install();
    return { page, entries: await openLink(page, { search, status, reply }) };
  }

  const completed = { sessionId: 'one', token: 't', session: sessionView('completed', { code: 'CODE-1', task: 'enter_code' }) };

  describe('a link that names its rater, on a device that knows nothing of them', () => {
    it.each(['open', 'full', 'paused', 'closed'] as const)('leads whoever was here before to their completion code, where the study is %s', async (status) => {
      const { page, entries } = await open({ search: someone, status, reply: () => ({ json: completed }) });
      await page.getByText('CODE-1').waitFor();
      // It asks, and begins nothing.
      expect(entries).toEqual([{ entryKey: expect.stringMatching(/^[A-Za-z0-9_-]{22,64}$/), kind: 'person', onlyReturning: true, platformParameters: { PROLIFIC_PID: 'someone' } }]);
    });

    it.each<[RaterStudyView['status'], string]>([
      ['full', 'All places are taken'],
      ['paused', 'This study is taking a break'],
      ['closed', 'This study has ended'],
      ['open', 'A study'],
    ])('tells whoever was not here before that it is %s', async (status, title) => {
      const { page, entries } = await open({ search: someone, status, reply: () => refusal(404, 'rater.unknown') });
      await page.getByRole('heading', { name: title }).waitFor();
      expect(entries.map(({ onlyReturning }) => onlyReturning)).toEqual([true]);
      expect(await page.getByTestId('completion-code').count()).toBe(0);
    });
  });

  it('a plain link asks for nobody’s session', async () => {
    const { page, entries } = await open({ status: 'full', reply: () => refusal(409, 'rater.study_full') });
    await page.getByRole('heading', { name: 'All places are taken' }).waitFor();
    expect(entries).toEqual([]);
  });

  it('a test link lets in although the study is full', async () => {
    const { page, entries } = await open({ search: '?test=KEY-OF-THE-STUDY', status: 'full', reply: () => ({ json: { ...completed, session: sessionView('assigned') } }) });
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('button', { name: 'I agree and take part' }).waitFor();
    expect(entries).toMatchObject([{ kind: 'test', testKey: 'KEY-OF-THE-STUDY' }]);
  });

  it('a session that is open elsewhere is said to be, and is asked for again by itself', async () => {
    const { page, entries } = await open({ search: someone, reply: (_, count) => (count < 3 ? refusal(409, 'rater.open_elsewhere', { retryAfter: 90 }) : { json: completed }) });
    await page.getByRole('heading', { name: 'You have this study open elsewhere' }).waitFor();
    await page.getByRole('button', { name: 'Try again now' }).click();
    await expect.poll(() => entries.length).toBe(2);
    await page.getByRole('heading', { name: 'You have this study open elsewhere' }).waitFor();
    await page.clock.runFor(60_000);
    expect(entries).toHaveLength(2);
    await page.clock.runFor(31_000);
    await page.getByText('CODE-1').waitFor();
    expect(new Set(entries.map(({ entryKey }) => entryKey)).size).toBe(1);
  });

  it('a late repetition asks anew, as a browser of its own', async () => {
    const { page, entries } = await open({ search: someone, reply: (_, count) => (count === 1 ? refusal(409, 'rater.gone_on') : refusal(409, 'rater.open_elsewhere', { retryAfter: 60 })) });
    await page.getByRole('heading', { name: 'You have this study open elsewhere' }).waitFor();
    expect(new Set(entries.map(({ entryKey }) => entryKey)).size).toBe(2);
  });

  it.each([
    ['rater.link_unfilled', 422, 'Your link is not complete'],
    ['rater.taken_again', 409, 'You have begun this study before'],
    ['rater.took_part_before', 409, 'This study needs other people'],
    ['rater.not_invited', 409, 'This study is by invitation'],
    ['rater.test_link_wrong', 403, 'This is no test link of this study'],
  ])('%s has a page of its own, which says what to do and lets nobody begin', async (code, status, title) => {
    const { page } = await open({ search: '?PROLIFIC_PID={{%PROLIFIC_PID%}}', reply: () => refusal(status, code) });
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByText('What is to be done.').waitFor();
    expect(await page.getByRole('button', { name: 'Begin' }).count()).toBe(0);
  });

  it('a reply to Begin that was lost: the same entry is sent again, also after the page is loaded again', async () => {
    const { page, entries } = await open({ reply: (_, count) => (count < 4 ? 'lost' : { json: { ...completed, session: sessionView('assigned') } }) });
    await page.getByRole('button', { name: 'Begin' }).click();
    await expect.poll(() => entries.length).toBe(1);
    await page.clock.runFor(30_000);
    await expect.poll(() => entries.length).toBeGreaterThan(1);
    await page.reload();
    await page.getByRole('button', { name: 'Begin' }).click();
    await expect.poll(async () => {
      await page.clock.runFor(10_000);
      return page.getByRole('button', { name: 'I agree and take part' }).count();
    }).toBe(1);
    expect(entries.length).toBeGreaterThanOrEqual(4);
    expect(new Set(entries.map(({ entryKey }) => entryKey)).size).toBe(1);
  });

  describe('each ending', () => {
    it.each<[Ending, RaterSessionView['state'], string]>([
      ['completed', 'completed', 'Thank you'],
      ['failed_checks', 'completed', 'Thank you'],
      ['screened_out', 'screened_out', 'The study ends here for you'],
      ['practice_not_passed', 'screened_out', 'The study ends here for you'],
      ['no_consent', 'no_consent', 'You do not take part'],
      ['withdrawn', 'withdrawn', 'You have withdrawn'],
      ['timed_out', 'timed_out', 'You were away for too long'],
    ])('%s has its page with its own code, goes back by itself, and stays where asked to', async (ending, state, title) => {
      const wayOut = { ending, code: 'CODE-1', redirectUrl: 'http://rater.invalid/returned?cc=CODE-1', waitSeconds: 6, platform: 'prolific', task: 'go_back' } as const;
      const { page } = await open({ search: someone, reply: () => ({ json: { ...completed, session: { ...sessionView(state, wayOut), wayOut } } }) });
      await page.getByRole('heading', { name: title }).waitFor();
      expect(await page.getByTestId('completion-code').textContent()).toBe('CODE-1');
      await page.getByRole('button', { name: 'Stay here' }).click();
      await page.clock.runFor(20_000);
      expect(page.url()).toContain('/s/link');
      await page.reload();
      await page.getByRole('heading', { name: title }).waitFor();
      await page.clock.runFor(4000);
      expect(page.url()).toContain('/s/link');
      await page.clock.runFor(4000);
      await page.waitForURL('**/returned?cc=CODE-1');
    });

    it('a test has no code, whatever the ending', async () => {
      for (const [state, ending] of [['completed', 'completed'], ['withdrawn', 'withdrawn']] as const) {
        const { page } = await open({ search: '?test=KEY-OF-THE-STUDY&PROLIFIC_PID=me', reply: () => ({ json: { ...completed, session: { ...sessionView(state), kind: 'test', wayOut: { ending, task: 'nothing' } } } }) });
        await page.getByTestId('no-code').waitFor();
        expect(await page.getByTestId('completion-code').count()).toBe(0);
      }
    });
  });
});
