import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { alertWords } from '../../apps/web/src/lib/console/study/alert-words.ts';

const root = join(import.meta.dirname, '..', '..');
const sources = execFileSync('git', ['grep', '-l', '-e', 'raiseAlert(', '-e', 'interface DueAlert', '--', 'apps/api/src/*.ts'], { cwd: root, encoding: 'utf8' }).trim().split('\n').filter((file) => !file.endsWith('.test.ts'));
const kinds = new Set(sources.flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8');
  return Array.from(text.matchAll(/raiseAlert\(.*?\bkind: '([a-z_]+)'|\{ kind: '([a-z_]+)', facts/g), ([, raised, due]) => raised ?? due!);
}).concat(['many_timed_out', 'checks_failing']));

it('the console has words for every alert that the API raises', () => {
  expect([...kinds]).toEqual(expect.arrayContaining(['link_unfilled', 'quota_reached', 'payment_unknown']));
  expect([...kinds].filter((kind) => alertWords({ kind, facts: {}, count: 1 }).title === kind)).toEqual([]);
});
