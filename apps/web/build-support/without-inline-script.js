import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Wraps an adapter: moves the start script that SvelteKit writes into the page to a file of its own, so that the page
 * runs under `default-src 'self'` without a hash or nonce that API and build would have to agree on.
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @param {{ page: string, directory?: string }} options
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function withoutInlineScript(adapter, { page, directory = 'build' }) {
  return {
    ...adapter,
    async adapt(builder) {
      await adapter.adapt(builder);
      const file = join(directory, page);
      const { html, script } = extractInlineScript(await readFile(file, 'utf8'));
      const name = `start.${createHash('sha256').update(script).digest('hex').slice(0, 8)}.js`;
      await writeFile(join(directory, '_app', 'immutable', name), script);
      await writeFile(file, html.replace('@START@', `/_app/immutable/${name}`));
    },
  };
}

/**
 * Cuts the one inline script out of a page. Fails rather than guess when the page does not look as expected.
 * @param {string} html
 */
export function extractInlineScript(html) {
  const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)];
  const [match] = inline;
  if (inline.length !== 1 || match === undefined) {
    throw new Error(`Expected exactly one inline script in the page that SvelteKit wrote, found ${inline.length}. ` +
      'Look at what changed in SvelteKit and adapt build-support/without-inline-script.js.');
  }
  // A classic external script keeps document.currentScript, by which the start script finds its element.
  return { html: html.replace(match[0], '<script src="@START@"></script>'), script: match[1] ?? '' };
}
