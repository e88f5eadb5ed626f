import { crc32, deflateSync } from 'node:zlib';
import { defaultPresentation, type PresentationSettings, type PresentedTrial, type ResponseSubmission, type ScreenFacts, type TaskName } from '@lookalike/study';
import type { Page } from 'playwright';
import { builtFile } from './built-page.ts';
import { noPractice, raterSession, raterStudy, type RaterSessionView } from './rater-stand-in.ts';

/** A picture of 8×8 px in one colour with a darker corner. */
function png(red: number, green: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const rows = Array.from({ length: 8 }, (_, y) => [0, ...Array.from({ length: 8 }, (__, x) => (x + y < 5 ? [20, 20, 20] : [red, green, 128])).flat()]).flat();
  const header = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0]);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.from(rows))), chunk('IEND', Buffer.alloc(0))]);
}

export interface OneRater {
  readonly responses: readonly ResponseSubmission[];
  readonly screens: readonly ScreenFacts[];
  /** Paths of all requests so far. */
  readonly asked: readonly string[];
  /** May be cut, and put back. */
  readonly connection: { isCut: boolean };
}

/** The built rater's page with a server that has one study without practice and one rater, told from memory; the page is at its first trial when this resolves. */
export async function openTrials(page: Page, { task, trials, settings = {} }: { readonly task: TaskName; readonly trials: readonly PresentedTrial[]; readonly settings?: Partial<PresentationSettings> }): Promise<OneRater> {
  const responses: ResponseSubmission[] = [];
  const screens: ScreenFacts[] = [];
  const asked: string[] = [];
  const connection = { isCut: false };
  let state: RaterSessionView['state'] = 'assigned';
  const presentation = { ...defaultPresentation(), ...settings };
  const brief = () => ({ state, nextTrialIndex: null, progress: { answered: responses.length, total: trials.length }, practice: noPractice });
  /** The current block and the next, as the server hands them over. */
  const handedOver = (): readonly PresentedTrial[] => {
    const current = (trials[responses.length] ?? trials.at(-1))?.blockIndex ?? 0;
    return trials.filter(({ blockIndex }) => blockIndex === current || blockIndex === current + 1);
  };
  const view = (): RaterSessionView => raterSession({
    task, presentation, ...brief(), blockCount: Math.max(0, ...trials.map(({ blockIndex }) => blockIndex)),
    trials: state === 'assigned' ? [] : [...handedOver()], answered: responses.map(({ trialIndex, round }) => ({ trialIndex, round, phase: 'main' })),
    ...(state === 'completed' ? { wayOut: { ending: 'completed', code: 'DONE', task: 'enter_code' } } : {}),
  });
  const answers: Readonly<Record<string, (sent: unknown) => unknown>> = {
    '/api/rater/studies/link': () => raterStudy({ task, presentation, trialCount: trials.length, groupSize: trials[0]?.pictures.filter(({ group }) => group === 'query').length ?? 1 }),
    '/api/rater/studies/link/sessions': () => ({ sessionId: 'one', token: 't', session: view() }),
    '/api/rater/sessions/one': view,
    '/api/rater/sessions/one/consent': () => { state = 'consented'; return view(); },
    '/api/rater/sessions/one/screen': (sent) => { screens.push(sent as ScreenFacts); return {}; },
    '/api/rater/sessions/one/heartbeat': () => ({}),
    '/api/rater/sessions/one/responses': (sent) => {
      state = 'in_progress';
      const given = (sent as { responses: ResponseSubmission[] }).responses;
      responses.push(...given);
      return { accepted: given.map(({ responseId, trialIndex, round }) => ({ responseId, trialIndex, round })), session: brief() };
    },
    '/api/rater/sessions/one/complete': () => { state = 'completed'; return view(); },
  };
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname);
    if (connection.isCut) return route.abort('internetdisconnected');
    const picture = /^\/api\/picture\/(\d+)$/.exec(pathname)?.[1];
    if (picture !== undefined) return route.fulfill({ body: png(40 + 30 * Number(picture), 200 - 30 * Number(picture)), contentType: 'image/png' });
    if (pathname.startsWith('/api/')) return route.fulfill({ json: answers[pathname]?.(route.request().postDataJSON()) });
    return route.fulfill(await builtFile(pathname));
  });
  await page.goto('http://rater.invalid/s/link');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('button', { name: 'I agree and take part' }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  return { responses, screens, asked, connection };
}
