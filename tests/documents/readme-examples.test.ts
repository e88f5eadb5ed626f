import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const packages = join(root, 'packages');
/** Inside the clone, as the README says, and left alone by git. */
const folder = join(root, '.lookalike', 'examples');
/** Needs a running Lookalike; tests/integration/api-over-http.test.ts runs it beside one. */
const elsewhere = ['client'];

const programs = readdirSync(packages).flatMap((name) => {
  const readme = join(packages, name, 'README.md');
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, program]) => ({ name, program: program! }));
}).filter(({ name }) => !elsewhere.includes(name));

/** What no line of the program can promise. */
const checks: Readonly<Record<string, (printed: readonly string[]) => void>> = {
  iri: (printed) => {
    const distances = printed.map((line) => Number(line.split(' ').at(-1)));
    expect(distances).toHaveLength(4);
    for (const distance of distances) expect(distance).toBeLessThan(0.4);
  },
};

it('the README says how a program is run', () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('npx tsx program.ts');
  expect(programs.length).toBeGreaterThanOrEqual(11);
});

it.each(programs)('the program in the README of $name runs as pasted, and prints what it says', ({ name, program }) => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${process.pid}.ts`);
  writeFileSync(file, program);
  try {
    const printed = execFileSync(process.execPath, ['--import', 'tsx', file], { cwd: root, encoding: 'utf8' }).trimEnd().split('\n');
    const promised = [...program.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text!);
    expect(printed.filter((line) => promised.includes(line))).toEqual(promised);
    checks[name]?.(printed);
  } finally {
    rmSync(file);
  }
});
