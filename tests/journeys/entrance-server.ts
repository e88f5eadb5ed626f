import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { defaultPresentation, type PresentedTrial } from '@lookalike/study';
import type { Page } from 'playwright';

const build = join(import.meta.dirname, '../../apps/web/build');
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

/** What the page sends to be let in. */
export interface Entry {
  readonly entryKey?: string;
  readonly kind?: string;
  readonly testKey?: string;
  readonly onlyReturning?: boolean;
}

/** `lost`: the request arrives, the reply does not. */
export type EntryReply = 'lost' | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json: object };

export function refusal(status: number, code: string, { retryAfter }: { readonly retryAfter?: number } = {}): EntryReply {
  return {
    status,
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
    json: { type: 'about:blank', title: 'No', status, code, detail: 'Why it is so.', fix: 'What is to be done.', issues: [] },
  };
}

const study = { title: 'A study', question: 'Which?', contact: 'lab@example.org', institution: '', ethicsCommittee: '', task: '2afc', presentation: defaultPresentation() };

/** A session without trials, in this state. @param out its way out, where it has ended */
export function sessionView(state: string, out?: object) {
  return {
    ...study, sessionId: 'one', kind: 'person', state, consentHash: 'c', identityRetention: 'until_settled', blockSize: 20,
    texts: { consent: 'Yes?', consentItems: [], identityNotice: '', instructions: 'Look.', debrief: '' }, trials: [], answered: [], nextTrialIndex: null,
    progress: { answered: 1, total: 1 }, practice: { required: false, trialCount: 0, passCount: 0, round: 0, passed: true, feedback: [] },
    ...(out === undefined ? {} : { wayOut: { ending: state, ...out } }),
  };
}

/** The built rater's page at a link, with a server of one study that answers entries as told. @returns the entries so far, as they come */
export async function openLink(page: Page, { search, status, reply }: { readonly search: string; readonly status: string; reply(entry: Entry, count: number): EntryReply }): Promise<Entry[]> {
  const entries: Entry[] = [];
  let session: object = sessionView('assigned');
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/api/rater/studies/link') {
      return route.fulfill({ json: { ...study, landing: 'About it.', estimatedMinutes: 1, reward: null, rewardNote: '', recruiting: { platform: 'link', endings: {} }, status, trialCount: 1, groupSize: 1 } });
    }
    if (pathname === '/api/rater/studies/link/sessions') {
      const entry = route.request().postDataJSON() as Entry;
      entries.push(entry);
      const answer = reply(entry, entries.length);
      if (answer === 'lost') return route.abort();
      if ('session' in answer.json) session = answer.json.session as object;
      return route.fulfill(answer);
    }
    if (pathname.startsWith('/api/')) return route.fulfill({ json: session });
    if (pathname === '/returned') return route.fulfill({ body: 'Back.', contentType: 'text/plain' });
    return route.fulfill(await builtFile(pathname));
  });
  await page.goto(`http://rater.invalid/s/link${search}`);
  return entries;
}

async function builtFile(pathname: string) {
  const file = pathname.startsWith('/s/') ? '/rater.html' : pathname;
  return { body: await readFile(join(build, file)), contentType: types[extname(file)] ?? 'text/plain' };
}

/** The built rater's page at a preview link, with a server that has nothing but the preview. @returns paths below /api that were asked for, as they come */
export async function openPreview(page: Page, { trials, rightSides }: { readonly trials: readonly PresentedTrial[]; readonly rightSides: readonly string[] }): Promise<string[]> {
  const asked: string[] = [];
  const landing = { ...study, landing: 'About it.', estimatedMinutes: 1, reward: null, rewardNote: '', recruiting: { platform: 'link', endings: {} }, status: 'open', trialCount: 2, groupSize: 1 };
  const session = { ...sessionView('assigned'), trials, texts: { consent: 'Yes?', consentItems: ['I am of age.'], identityNotice: '', instructions: 'Look.', debrief: 'What it was about.' }, practice: { required: true, trialCount: 2, passCount: 2, round: 0, passed: false, feedback: [] } };
  const waysOut = ['completed', 'failed_checks', 'screened_out', 'no_consent', 'practice_not_passed', 'withdrawn', 'timed_out', 'full', 'closed'].map((ending) => ({
    ending, code: 'SAMPLE-CODE', redirectUrl: 'https://elsewhere.invalid/', waitSeconds: 6, platform: 'prolific', task: 'go_back',
  }));
  const preview = { study: landing, session, rightAnswers: rightSides.map((side, trialIndex) => ({ trialIndex, answer: { side } })), waysOut, obstacle: null };
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (!pathname.startsWith('/api/')) return route.fulfill(await builtFile(pathname));
    asked.push(pathname);
    if (pathname.startsWith('/api/picture/')) return route.fulfill({ body: greyPng, contentType: 'image/png' });
    return route.fulfill({ json: preview });
  });
  await page.goto('http://rater.invalid/s/link?preview=KEY');
  return asked;
}

/** One grey pixel. */
const greyPng = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');
