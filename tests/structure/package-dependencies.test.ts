import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const filesBelow = (pattern: string): string[] => execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', pattern], { cwd: root, encoding: 'utf8' }).trim().split('\n').filter((file) => file !== '');
const folders = ['packages/*/package.json', 'apps/*/package.json'].flatMap(filesBelow).map((file) => file.replace('/package.json', ''));

/** The Lookalike packages that some files import, types and what is loaded later, too. */
function importedBy(files: readonly string[]): string[] {
  const names = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const source = file.endsWith('.svelte') ? Array.from(text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g), ([, script]) => script).join('\n') : text;
    return ts.preProcessFile(source, true, true).importedFiles.flatMap(({ fileName }) => /^@lookalike\/[a-z-]+/.exec(fileName)?.[0] ?? []);
  });
  return [...new Set(names)].sort();
}

it.each(folders)('%s lists the packages of this project that it imports, and no others', (folder) => {
  const { name, dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; dependencies?: Readonly<Record<string, string>>; devDependencies?: Readonly<Record<string, string>> };
  const own = (listed: Readonly<Record<string, string>>): string[] => Object.keys(listed).filter((each) => each.startsWith('@lookalike/')).sort();
  const files = [`${folder}/**/*.ts`, `${folder}/**/*.svelte`].flatMap(filesBelow);
  const isForTests = (file: string): boolean => /\.test\.ts$|\/testing(\/|\.ts$)|\/contract\//.test(file) || !file.includes('/src/');
  // A bundled web app needs nothing when it runs.
  const isBundled = folder === 'apps/web';
  const atRun = isBundled ? [] : importedBy(files.filter((file) => !isForTests(file))).filter((each) => each !== name);
  expect(own(dependencies)).toEqual(atRun);
  expect(own(devDependencies)).toEqual(importedBy(files).filter((each) => each !== name && !atRun.includes(each)));
});
