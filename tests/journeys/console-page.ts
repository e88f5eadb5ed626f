import type { components } from '@lookalike/client';
import type { Page } from 'playwright';
import { builtFile } from './built-page.ts';

type Asked = (sent: unknown, search: URLSearchParams) => object;
/** What a path answers: always the same, or what comes of what was sent. */
export type Answer = object | Asked;

/** An answer that is no success. */
export class Refusal {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    this.status = status;
    this.code = code;
  }
}

export interface ConsolePage {
  /** What the page has asked the server for, in order: `GET /api/runs`. */
  readonly requests: readonly string[];
}

const me: components['schemas']['MeView'] = { experimenter: { id: 'me', email: 'somebody@example.org', role: 'owner' }, passwordIsShort: false, tokenName: null };

/** The built console with a server that answers from memory, by `METHOD /path`; a path that it does not know is an empty answer. */
export async function openConsole(page: Page, path: string, answers: Readonly<Record<string, Answer>>): Promise<ConsolePage> {
  const requests: string[] = [];
  const known: Readonly<Record<string, Answer>> = { 'GET /api/me': me, ...answers };
  await page.route('**/*', async (route) => {
    const { pathname, searchParams } = new URL(route.request().url());
    if (!pathname.startsWith('/api/')) return route.fulfill(await builtFile(pathname));
    const asked = `${route.request().method()} ${pathname}`;
    requests.push(asked);
    const answer = known[asked] ?? {};
    const json = typeof answer === 'function' ? (answer as Asked)(route.request().postDataJSON(), searchParams) : answer; // Functions are of no other kind.
    if (json instanceof Refusal) return route.fulfill({ status: json.status, json: { code: json.code, detail: 'Why it is so.', fix: 'What is to be done.', issues: [] } });
    return route.fulfill({ json });
  });
  await page.goto(`http://console.invalid${path}`);
  return { requests };
}
