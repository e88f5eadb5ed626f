import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importsOfFiles, namesImportedByFile } from './imports.ts';

const root = join(import.meta.dirname, '..', '..');
const imports = importsOfFiles(root);

/** A file with all that it imports, by whatever way. */
function reachedFrom(start: string): readonly string[] {
  const reached = new Set([start]);
  for (const file of reached) for (const imported of imports.get(file) ?? []) reached.add(imported);
  return [...reached];
}

const files = reachedFrom('apps/web/src/rater/main.ts');

it('the rater’s page has no code of the console in it', () => {
  expect(files).toContain('apps/web/src/lib/rater/TrialScreen.svelte');
  expect(files.filter((file) => file.startsWith('apps/web/') && !/^apps\/web\/src\/(rater|lib\/(rater|api|components|design))\//.test(file))).toEqual([]);
});

it('the rater’s page imports nothing of SvelteKit', () => {
  const names = files.flatMap((file) => namesImportedByFile(root, file));
  expect(names).toContain('svelte');
  expect(names.filter((name) => /^(\$|@sveltejs\/)/.test(name))).toEqual([]);
});
