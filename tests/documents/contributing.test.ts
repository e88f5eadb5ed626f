import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { objectives } from '@lookalike/iri-configuration';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const words = new Set(files.filter((file) => /^(packages|apps|tests)\/.*\.(ts|svelte)$/.test(file)).flatMap((file) => read(file).match(/[\w$]+/g) ?? []));

const sections = [...read('CONTRIBUTING.md').matchAll(/^## (Add an? .*)\n([\s\S]*?)(?=^## )/gm)].map(([, title = '', text = '']) => ({ title, named: Array.from(text.matchAll(/`([^`]+)`/g), ([, name = '']) => name.replace(/\/$|\(\)$/, '')) }));

/** A path, from the root or by its end; `<name>` stands for any. */
function isFile(name: string): boolean {
  const pattern = new RegExp(`(^|/)${name.replaceAll('.', '\\.').replaceAll(/<\w+>/g, '[^/]+')}(/|$)`);
  return files.some((file) => pattern.test(file));
}

function isScript(command: string): boolean {
  const [, script = '', workspace] = /^npm run ([\w:-]+)(?: --workspace @lookalike\/([\w-]+))?$/.exec(command) ?? [];
  const folders = workspace === undefined ? [''] : [`packages/${workspace}/`, `apps/${workspace}/`];
  return folders.map((folder) => `${folder}package.json`).filter((file) => files.includes(file)).some((file) => script in ((JSON.parse(read(file)) as { scripts?: object }).scripts ?? {}));
}

function isThere(name: string): boolean {
  if (name.startsWith('npm run ')) return isScript(name);
  if (name.startsWith('npx vitest ')) return name.split(' ').slice(2).filter((part) => part.includes('/')).every(isFile);
  if (name.includes('/') || /\.\w+$/.test(basename(name))) return isFile(name) || name.split('.').every((part) => words.has(part));
  return words.has(name);
}

describe.each(sections)('CONTRIBUTING, $title', ({ named }) => {
  it('names files, scripts and things of the code that are there', () => {
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });
});

it('says how to add an operator, a pass, an objective, a task, an export and a statistic', () => {
  expect(sections.map(({ title }) => title)).toEqual(['Add an operator', 'Add a pass', 'Add an objective', 'Add a task', 'Add an export', 'Add a statistic']);
});

it.each(Object.keys(objectives))('docs/objectives.md says what %s is', (kind) => {
  expect(read('docs/objectives.md')).toMatch(new RegExp(`^\\| \`${kind}\` \\||"kind": "${kind}"`, 'm'));
});
