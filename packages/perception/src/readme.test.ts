import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';

const packageDirectory = new URL('..', import.meta.url).pathname;

it('runs the example of the README, which prints what the README says', () => {
  const example = /```ts\n(.*?)```/s.exec(readFileSync(`${packageDirectory}README.md`, 'utf8'))?.[1] ?? '';
  const { outputFiles } = buildSync({
    stdin: { contents: example, resolveDir: packageDirectory, loader: 'ts' },
    bundle: true, write: false, platform: 'node', format: 'esm', conditions: ['lookalike-source'], logLevel: 'silent',
  });
  const printed = execFileSync(process.execPath, ['--input-type=module'], { input: outputFiles[0]?.text ?? '', encoding: 'utf8' });
  const promised = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
  expect(promised.length).toBeGreaterThan(0);
  expect(printed.trimEnd().split('\n')).toEqual(promised);
});
