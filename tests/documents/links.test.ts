import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const documents = execFileSync('git', ['ls-files', '*.md', '**/*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

it.each(documents)('every file that %s links to is there', (document) => {
  const text = readFileSync(join(root, document), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map(([, markdown, html]) => markdown ?? html ?? '');
  const missing = links.filter((link) => !/^(https?:|mailto:|#)/.test(link)).filter((link) => !existsSync(join(root, dirname(document), decodeURI(link.split('#')[0]!))));
  expect(missing).toEqual([]);
});

it('every npm script that a document names exists', () => {
  const scripts = Object.keys((JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts);
  const named = documents.flatMap((document) => [...readFileSync(join(root, document), 'utf8').matchAll(/`npm run ([\w:-]+)(?![^`]*--workspace|[^`]* -w )/g)].map(([, script]) => `${document}: ${script}`));
  expect(named.filter((line) => !scripts.includes(line.split(': ')[1]!))).toEqual([]);
});
