import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Environment } from '../../packages/store/src/settings.ts';

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'docs/settings.md'), 'utf8');
/** By variable, the cell with its default. */
const rows = new Map([...text.matchAll(/^\| (`[^|]+) \| ?([^|]*) \|/gm)].flatMap(([, names = '', usual = '']) => names.split(', ').map((name) => [name.replaceAll('`', ''), usual.trim()] as const)));
/** Nobody sets these for Lookalike: the system does, or a test for itself. */
const ofTheSystem = ['PATH', 'TMPDIR', 'TEMP'];

it('lists every setting of the platform, with its default', () => {
  for (const [name, schema] of Object.entries(Environment.properties)) {
    expect([...rows.keys()]).toContain(name);
    if ('default' in schema) expect(rows.get(name), name).toBe(`\`${String(schema.default)}\``);
  }
});

it('lists every variable that any source reads or sets', () => {
  const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '*.ts', '*.mjs', '*.js', '*.svelte'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const named = new Set(sources.flatMap((file) => Array.from(readFileSync(join(root, file), 'utf8').matchAll(/\b(?:env|environment)(?:\.|\[')([A-Z][A-Z_]+)/g), ([, name]) => name!)));
  expect(named.size).toBeGreaterThan(10);
  expect([...named].filter((name) => !rows.has(name) && !ofTheSystem.includes(name))).toEqual([]);
});

it('lists no variable that nothing reads', () => {
  const everything = execFileSync('git', ['grep', '-hoE', '\\b[A-Z][A-Z_]{2,}\\b', '--', '*.ts', '*.mjs'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\n');
  expect([...rows.keys()].filter((name) => !everything.includes(name))).toEqual([]);
});
