import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { defaultPresentation } from '@lookalike/study';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const browserPath = process.env['TEST_BROWSER'];
const build = join(import.meta.dirname, '../../apps/web/build');
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

describe.skipIf(browserPath === undefined)('a link that names its rater, on a device that knows nothing of them (needs a Chromium: set TEST_BROWSER, or let npm test find one)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  });
  afterAll(() => browser.close());

  it.each(['full', 'paused', 'closed'])('leads whoever was here before to their completion code, although the study is %s', async (status) => {
    const { page, entries } = await open(status, { known: true, search: '?PROLIFIC_PID=someone' });
    await page.getByText('CODE-1').waitFor();
    expect(entries).toEqual([{ kind: 'person', platformParameters: { PROLIFIC_PID: 'someone' } }]);
    await page.close();
  });

  it('tells whoever was not here before that it is full', async () => {
    const { page } = await open('full', { known: false, search: '?PROLIFIC_PID=someone' });
    await page.getByText(/full|places/i).first().waitFor();
    expect(await page.getByText('CODE-1').count()).toBe(0);
    await page.close();
  });

  it('lets nobody in by a plain link, nor before they begin where the study is open', async () => {
    for (const [status, search] of [['full', ''], ['open', '?PROLIFIC_PID=someone']] as const) {
      const { page, entries } = await open(status, { known: true, search });
      await page.getByRole('heading').first().waitFor();
      await page.waitForTimeout(300);
      expect(entries).toEqual([]);
      await page.close();
    }
  });

  /** The built rater's page, with a server that has one study and perhaps one finished rater. */
  async function open(status: string, { known, search }: { known: boolean; search: string }): Promise<{ page: Page; entries: unknown[] }> {
    const page = await browser.newPage();
    const entries: unknown[] = [];
    const study = { title: 'A study', question: 'Which?', contact: '', task: '2afc', presentation: defaultPresentation() };
    const session = {
      ...study, sessionId: 'one', kind: 'person', state: 'completed', consentHash: 'c', blockSize: 20, texts: { consent: '', consentItems: [], instructions: '', debrief: '' }, trials: [], answered: [], nextTrialIndex: null,
      progress: { answered: 1, total: 1 }, practice: { required: false, trialCount: 0, passCount: 0, round: 0, passed: true, feedback: [] }, completion: { code: 'CODE-1', redirectUrl: null },
    };
    await page.route('**/*', async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/api/rater/studies/link') return route.fulfill({ json: { ...study, landing: '', estimatedMinutes: 1, reward: null, rewardNote: '', status, trialCount: 1, groupSize: 1 } });
      if (pathname === '/api/rater/studies/link/sessions') {
        entries.push(route.request().postDataJSON());
        if (known) return route.fulfill({ json: { sessionId: 'one', token: 't', session } });
        return route.fulfill({ status: 409, json: { type: 'about:blank', title: 'Conflict', status: 409, code: 'rater.study_full', detail: 'All places are taken.', fix: 'Try later.', issues: [] } });
      }
      if (pathname.startsWith('/api/')) return route.fulfill({ json: session });
      const file = pathname.startsWith('/s/') ? '/rater.html' : pathname;
      return route.fulfill({ body: await readFile(join(build, file)), contentType: types[extname(file)] ?? 'text/plain' });
    });
    await page.goto(`http://rater.invalid/s/link${search}`);
    return { page, entries };
  }
});
