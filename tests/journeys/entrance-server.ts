import type { components } from '@lookalike/client';
import { endings } from '@lookalike/recruiting';
import type { PresentedTrial } from '@lookalike/study';
import type { Page } from 'playwright';
import { builtFile } from './built-page.ts';
import { raterSession, raterStudy, type RaterSessionView, type RaterStudyView } from './rater-stand-in.ts';

type Schemas = components['schemas'];
type WayOut = Schemas['WayOut'];

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

/** A session without trials, in this state. @param out its way out, where it has ended */
export function sessionView(state: RaterSessionView['state'], out?: Omit<WayOut, 'ending'> & { readonly ending?: WayOut['ending'] }): RaterSessionView {
  return raterSession({ state, progress: { answered: 1, total: 1 }, ...(out === undefined ? {} : { wayOut: { ending: 'completed', ...out } }) });
}

/** The built rater’s page at a link, with a server of one study that answers entries as told. @returns the entries so far, as they come */
export async function openLink(page: Page, { search, status, reply }: { readonly search: string; readonly status: RaterStudyView['status']; reply(entry: Entry, count: number): EntryReply }): Promise<Entry[]> {
  const entries: Entry[] = [];
  let session: object = sessionView('assigned');
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/api/rater/studies/link') {
      return route.fulfill({ json: raterStudy({ status }) });
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

/** The built rater’s page at a preview link, with a server that has nothing but the preview. @returns paths below /api that were asked for, as they come */
export async function openPreview(page: Page, { trials, rightSides }: { readonly trials: readonly PresentedTrial[]; readonly rightSides: readonly ('left' | 'right')[] }): Promise<string[]> {
  const asked: string[] = [];
  const session = raterSession({
    trials: [...trials], texts: { consent: 'Yes?', consentItems: ['I am of age.'], identityNotice: '', instructions: 'Look.', debrief: 'What it was about.' },
    practice: { required: true, trialCount: 2, passCount: 2, round: 0, passed: false, feedback: [] },
  });
  const waysOut = endings.map((ending): WayOut => ({ ending, code: 'SAMPLE-CODE', redirectUrl: 'https://elsewhere.invalid/', waitSeconds: 6, platform: 'prolific', task: 'go_back' }));
  const preview: Schemas['PreviewView'] = { study: raterStudy({ trialCount: 2 }), session, rightAnswers: rightSides.map((side, trialIndex) => ({ trialIndex, answer: { side } })), mostPracticeRounds: 8, waysOut, obstacle: null };
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
