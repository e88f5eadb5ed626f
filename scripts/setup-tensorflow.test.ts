import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** A project of its own, because the script sets up the one that it lies in. */
const project = mkdtempSync(join(tmpdir(), 'setup-tensorflow-test-'));
mkdirSync(join(project, 'scripts'));
for (const file of ['setup-tensorflow.mjs', 'project-root.mjs']) copyFileSync(join(import.meta.dirname, file), join(project, 'scripts', file));
afterAll(() => rmSync(project, { recursive: true }));

const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
const hasCompiler = spawnSync('c++', ['--version']).status === 0;

/** Runs the set-up without the package's own download. */
function setUp(environment: Readonly<Record<string, string>>, flags: readonly string[] = []): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(project, 'scripts', 'setup-tensorflow.mjs'), '--from-wheel', ...flags], { env: { ...process.env, ...environment }, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

/** A folder of commands with nothing but Python: a link to it would not find its own library. */
const pythonOnly = mkdtempSync(join(tmpdir(), 'python-only-'));
if (hasPip) {
  const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout.trim();
  writeFileSync(join(pythonOnly, 'python3'), `#!/bin/sh\nexec "${python}" "$@"\n`, { mode: 0o755 });
}
const nothing = mkdtempSync(join(tmpdir(), 'no-commands-'));
afterAll(() => [pythonOnly, nothing].forEach((folder) => rmSync(folder, { recursive: true })));

describe.skipIf(process.platform === 'win32')('setup:tensorflow, where something is missing, says what to do and changes nothing', () => {
  it('without Python', () => {
    const { code, said } = setUp({ PATH: nothing });
    expect(code).toBe(1);
    expect(said).toMatch(/Neither python3 with pip .* Install Python 3 and pip .*then run this again\./);
    expect(readdirSync(project)).toEqual(['scripts']);
  });

  it.skipIf(!hasPip)('without a C++ compiler', () => {
    const { code, said } = setUp({ PATH: pythonOnly, CXX: 'no-such-compiler' });
    expect(code).toBe(1);
    expect(said).toMatch(/No C\+\+ compiler was found\. Install one .*then run this again\./);
    expect(readdirSync(project)).toEqual(['scripts']);
  });

  it.skipIf(!hasPip || !hasCompiler)('without PyPI', () => {
    const { code, said } = setUp({ PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PIP_NO_INDEX: '', PIP_EXTRA_INDEX_URL: '', PIP_FIND_LINKS: '' });
    expect(code).toBe(1);
    expect(said).toMatch(/pip could not install tensorflow.*Check that this machine reaches PyPI, or set PIP_INDEX_URL/s);
    expect(readdirSync(project)).toEqual(['scripts']);
  });

  it('and with --optional it is skipped', () => {
    const { code, said } = setUp({ PATH: nothing }, ['--optional']);
    expect(code).toBe(0);
    expect(said).toMatch(/^SKIPPED {2}@tensorflow\/tfjs-node: Neither python3/m);
  });
});

it('the runtime names both packages as peers that need not be there, at the version that is set up', () => {
  const version = /tfjsVersion = '([^']+)'/.exec(readFileSync(join(import.meta.dirname, 'setup-tensorflow.mjs'), 'utf8'))?.[1];
  const { peerDependencies, peerDependenciesMeta, dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'packages', 'runtime', 'package.json'), 'utf8')) as { readonly [field: string]: unknown };
  expect(peerDependencies).toEqual({ '@tensorflow/tfjs-node': version, '@tensorflow/tfjs-node-gpu': version });
  expect(peerDependenciesMeta).toEqual({ '@tensorflow/tfjs-node': { optional: true }, '@tensorflow/tfjs-node-gpu': { optional: true } });
  expect(dependencies).toMatchObject({ '@tensorflow/tfjs-core': version, '@tensorflow/tfjs-backend-wasm': version });
});
