import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const build = join(import.meta.dirname, '..', '..', 'apps', 'web', 'build');
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };

/** A file of the built web app at a path, as the API's web host serves it: raters' links have one page, the console another. */
export async function builtFile(pathname: string): Promise<{ readonly body: Buffer; readonly contentType: string }> {
  const file = pathname.startsWith('/s/') ? '/rater.html' : pathname.startsWith('/console') ? '/index.html' : pathname;
  return { body: await readFile(join(build, file)), contentType: types[extname(file)] ?? 'text/plain' };
}
