import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const build = join(import.meta.dirname, '..', '..', 'apps', 'web', 'build');

/** The scripts of a folder of the built web app, as one text. */
async function scriptsIn(folder: string): Promise<string> {
  const names = (await readdir(join(build, folder), { recursive: true })).filter((name) => name.endsWith('.js'));
  return (await Promise.all(names.map((name) => readFile(join(build, folder, name), 'utf8')))).join('\n');
}

it.each([['the console’s addresses', '/console'], ['SvelteKit’s runtime', '__sveltekit']])('the built rater’s page has none of %s in it', async (_, text) => {
  expect(await scriptsIn('_app')).toContain(text);
  expect((await scriptsIn('rater-assets')).includes(text)).toBe(false);
});

it('the built rater’s page has no TypeBox in it: it checks nothing by schemas', async () => {
  // With this TypeBox marks its schemas.
  expect(await scriptsIn('_app')).toContain('~kind');
  expect((await scriptsIn('rater-assets')).includes('~kind')).toBe(false);
});

it('the built rater’s page loads its own files and what it shares with the console, which may be kept or are small', async () => {
  const page = await readFile(join(build, 'rater.html'), 'utf8');
  const addresses = Array.from(page.matchAll(/\s(?:src|href)="([^"]+)"/g), ([, address]) => address!);
  expect(addresses.filter((address) => !/^\/rater-assets\/[\w.-]+-[\w-]{8}\.(js|css)$/.test(address))).toEqual(['/favicon.svg', '/theme.js']);
});
