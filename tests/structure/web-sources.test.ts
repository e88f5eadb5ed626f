import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importsOfFiles } from './imports.ts';

const root = join(import.meta.dirname, '..', '..');

it('set-up builds the web app again when any package has changed that it is made from', () => {
  const imports = importsOfFiles(root);
  const reached = new Set([...imports.keys()].filter((file) => file.startsWith('apps/web/src/') && !file.endsWith('.test.ts')));
  for (const file of reached) for (const imported of imports.get(file) ?? []) reached.add(imported);
  const packages = new Set([...reached].flatMap((file) => /^packages\/[a-z-]+/.exec(file)?.[0] ?? []));
  const step = /step\('web', \[\.\.\.\[([^\]]*)\]/.exec(readFileSync(join(root, 'scripts/setup.mjs'), 'utf8'))?.[1] ?? '';
  const watched = Array.from(step.matchAll(/'([^']+)'/g), ([, folder]) => folder!);
  expect(watched).toContain('apps/web');
  expect([...packages].filter((folder) => !watched.includes(folder)).sort()).toEqual([]);
});
