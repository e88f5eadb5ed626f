import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '*.ts', '*.mjs'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
  .filter((file) => !file.endsWith('.d.ts'));

it('every source file, scripts and measurements too, is type-checked', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as { config: unknown };
  const checked = new Set(ts.parseJsonConfigFileContent(config, ts.sys, root).fileNames);
  // The web app has a check of its own, which knows Svelte.
  expect(sources.filter((file) => !file.startsWith('apps/web/') && !checked.has(join(root, file)))).toEqual([]);
});

it('lint looks at every source file', async () => {
  const eslint = new ESLint({ cwd: root });
  const ignored = await Promise.all(sources.map(async (file) => ((await eslint.isPathIgnored(file)) ? [file] : [])));
  expect(ignored.flat()).toEqual([]);
});
