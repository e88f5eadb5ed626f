import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const run = promisify(execFile);
let copy = '';

/** The project's own files in another folder, with the same dependencies; its packages are those of the copy. */
function copyProject(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lookalike-odd-one-out-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  for (const file of files.filter((name) => /^(apps|packages|prisma|tests\/odd-one-out|scripts)\/|^(package|tsconfig)\.json$/.test(name) && existsSync(path.join(root, name)))) {
    cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
  }
  cpSync(path.join(root, 'packages/store/src/generated'), path.join(folder, 'packages/store/src/generated'), { recursive: true });
  for (const place of ['.', ...readdirSync(path.join(root, 'apps')).map((name) => `apps/${name}`), ...readdirSync(path.join(root, 'packages')).map((name) => `packages/${name}`)]) linkModules(place, folder);
  return folder;
}

function linkModules(place: string, folder: string): void {
  const from = path.join(root, place, 'node_modules');
  if (!existsSync(from)) return;
  const to = path.join(folder, place, 'node_modules');
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === '@lookalike') {
      mkdirSync(path.join(to, name), { recursive: true });
      for (const own of readdirSync(path.join(from, name))) symlinkSync(path.join(folder, existsSync(path.join(folder, 'packages', own)) ? 'packages' : 'apps', own), path.join(to, name, own));
    } else if (name !== '.cache' && name !== '.vite') symlinkSync(path.join(from, name), path.join(to, name));
  }
}

/** One line before another: an entry of a list. */
function enter(file: string, entries: readonly (readonly [before: string, entry: string])[]): void {
  const at = path.join(copy, file);
  let text = readFileSync(at, 'utf8');
  for (const [before, entry] of entries) {
    if (!text.includes(before)) throw new Error(`${file} has no line "${before}" any more.`);
    text = text.replace(before, `${entry}${before}`);
  }
  writeFileSync(at, text);
}

const view = `import OddOneOut from './OddOneOut.svelte';
import TwoAfcExample from './TwoAfcExample.svelte';
import type { TaskView } from './task-view.ts';
export const oddOneOut: TaskView<{ readonly option: number }> = {
  Trial: OddOneOut, Example: TwoAfcExample, ways: [['Press or tap the picture you choose']], keys: 'none', noun: { one: 'trial', many: 'trials' }, practice: '', practiceAgain: '',
  verdict: (_trial, { correct }) => (correct ? 'Right.' : 'Wrong.'),
  room: ({ widthPx }) => widthPx / 4,
};
`;

/** The room, its component, and an entry in each list: nothing else. */
beforeAll(() => {
  copy = copyProject();
  // The console's own extends what SvelteKit generates, which the rater's page does not need.
  writeFileSync(path.join(copy, 'apps/web/tsconfig.json'), '{}');
  cpSync(path.join(import.meta.dirname, 'room/odd-one-out.ts'), path.join(copy, 'packages/study/src/tasks/odd-one-out/odd-one-out.ts'));
  cpSync(path.join(import.meta.dirname, 'room/OddOneOut.svelte'), path.join(copy, 'apps/web/src/lib/rater/tasks/OddOneOut.svelte'));
  writeFileSync(path.join(copy, 'apps/web/src/lib/rater/tasks/odd-one-out.ts'), view);
  enter('packages/study/src/tasks/index.ts', [["import { twoAfc }", "import { oddOneOut } from './odd-one-out/odd-one-out.ts';\n"], ["matching, classification }", "'odd-one-out': oddOneOut, "]]);
  enter('apps/web/src/lib/rater/tasks/index.ts', [["  matching: async", "  'odd-one-out': async () => (await import('./odd-one-out.ts')).oddOneOut,\n"]]);
}, 600_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('a task that is added as a room goes from the form to scores and the CSV', async () => {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'tests/odd-one-out/take-study.ts'], { cwd: copy, maxBuffer: 1e8 });
  const { status, statuses, completed, results, csv } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect({ status, completed }).toEqual({ status: 'live', completed: 'completed' });
  expect(new Set(statuses)).toEqual(new Set([200]));
  const [header = '', ...rows] = csv.trim().split(/\r?\n/) as string[];
  expect(header.split(',')).toEqual(expect.arrayContaining(['option_hashes', 'odd_option', 'chosen_option', 'outcome', 'condition_name']));
  expect(rows.length).toBe(statuses.length);
  expect(results.scores.map(({ condition }: { condition: { name: string } }) => condition.name)).toContain('Ceiling');
  for (const { score } of results.scores) expect(score).toMatchObject({ chance: expect.closeTo(1 / 3, 10), n: { trials: 4 } });
}, 600_000);

it('and its component is built into the rater’s page', async () => {
  await run(process.execPath, [path.join(copy, 'apps/web/node_modules/vite/bin/vite.js'), 'build', '--config', 'vite.rater.config.ts', '--outDir', 'out'], { cwd: path.join(copy, 'apps/web'), maxBuffer: 1e8 });
  const assets = readdirSync(path.join(copy, 'apps/web/out'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  expect(assets.some((name) => readFileSync(path.join(copy, 'apps/web/out', name), 'utf8').includes('Press or tap the picture you choose'))).toBe(true);
}, 600_000);
