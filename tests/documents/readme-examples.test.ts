import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';

const packages = join(import.meta.dirname, '..', '..', 'packages');

it.each(['alignment', 'dataset', 'network', 'perception', 'preprocessing', 'study'])('the example in the README of %s prints what it says', (name) => {
  const directory = join(packages, name);
  const example = /```ts\n(.*?)```/s.exec(readFileSync(join(directory, 'README.md'), 'utf8'))?.[1] ?? '';
  const { outputFiles } = buildSync({
    stdin: { contents: example, resolveDir: directory, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    conditions: ['lookalike-source'],
    logLevel: 'silent',
  });
  const printed = execFileSync(process.execPath, ['--input-type=module'], { input: outputFiles[0]?.text ?? '', encoding: 'utf8' });
  const promised = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
  expect(promised.length).toBeGreaterThan(0);
  expect(printed.trimEnd().split('\n')).toEqual(promised);
});
