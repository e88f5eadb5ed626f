import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Page } from 'playwright';

const build = join(import.meta.dirname, '..', '..', 'apps', 'web', 'build');
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };

export interface ConsolePage {
  /** What the page has asked the server for, in order: `GET /api/runs`. */
  readonly requests: readonly string[];
}

/** The built console with a server that answers from memory, by `METHOD /path`; a path that it does not know is an empty answer. */
export async function openConsole(page: Page, path: string, answers: Readonly<Record<string, unknown>>): Promise<ConsolePage> {
  const requests: string[] = [];
  const known: Readonly<Record<string, unknown>> = { 'GET /api/me': { experimenter: { id: 'me', name: 'Somebody', email: 'somebody@example.org', role: 'owner' } }, ...answers };
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const asked = `${route.request().method()} ${pathname}`;
    if (pathname.startsWith('/api/')) {
      requests.push(asked);
      return route.fulfill({ json: known[asked] ?? {} });
    }
    const file = pathname.startsWith('/console') ? '/index.html' : pathname;
    return route.fulfill({ body: await readFile(join(build, file)), contentType: types[extname(file)] ?? 'text/plain' });
  });
  await page.goto(`http://console.invalid${path}`);
  return { requests };
}
