import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { RunSummary } from '@lookalike/iri';
import { defaultIriConfiguration } from '@lookalike/iri-configuration';
import { describe, expect, it, vi } from 'vitest';
import { runIri, type IriRunOptions } from './run-iri.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const names = ['bison', 'cat', 'coffee', 'cow'];

interface Manifest {
  readonly summary: RunSummary;
  readonly iris: readonly { readonly target: { readonly id: string }; readonly status: string; readonly iri: { readonly file: string; readonly hash: string } }[];
}

function setUp(overrides: Partial<IriRunOptions> = {}): IriRunOptions & { readonly printed: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'iri-'));
  const images = join(folder, 'images');
  mkdirSync(images);
  for (const name of names) writeFileSync(join(images, `${name}.png`), readFileSync(join(root, 'photographs', `${name}.png`)));
  const printed: string[] = [];
  const defaults = defaultIriConfiguration();
  return {
    network: join(root, 'networks/cifar10-resnet10-robust.onnx'),
    preprocessing: {}, perceptualNetworks: [], seedImage: undefined, layer: undefined, images, out: join(folder, 'out'), device: 'onnxruntime-cpu', threads: 1,
    configuration: { ...defaults, batchSize: 2, stopping: { ...defaults.stopping, maximumSteps: 3 } },
    terminal: { isInteractive: false, columns: 120, now: () => performance.now(), write: (text) => void printed.push(text) },
    timeOfDay: () => new Date('2026-01-01T00:00:00Z'),
    signal: new AbortController().signal,
    printed,
    ...overrides,
  };
}

const manifestIn = (out: string): Manifest => JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest;

describe('runIri', () => {
  it('writes the same bytes for the same seed, a manifest that names them, and a contact sheet', async () => {
    const first = setUp();
    const second = setUp();
    await runIri(first);
    await runIri(second);
    const [a, b] = [manifestIn(first.out), manifestIn(second.out)];
    expect(a.iris.map(({ target }) => target.id)).toEqual(names.map((name) => `${name}.png`));
    expect(a.iris.map(({ iri }) => iri.hash)).toEqual(b.iris.map(({ iri }) => iri.hash));
    for (const { iri } of a.iris) expect(readFileSync(join(first.out, iri.file))).toEqual(readFileSync(join(second.out, iri.file)));
    expect(readFileSync(join(first.out, 'manifest.csv'), 'utf8').trim().split('\r\n')).toHaveLength(1 + names.length);
    expect(statSync(join(first.out, 'contact-sheet.png')).size).toBeGreaterThan(10_000);
  });

  it('goes on where it was stopped, without making a finished image again', async () => {
    const stopping = new AbortController();
    const options = setUp();
    const write = (text: string): void => {
      options.printed.push(text);
      if (text.includes('2/4')) stopping.abort(new Error('stopped by the test'));
    };
    const terminal = { ...options.terminal, write, isInteractive: true };
    await expect(runIri({ ...options, terminal, signal: stopping.signal })).rejects.toThrow('stopped by the test');
    const [kept] = JSON.parse(`[${readFileSync(join(options.out, 'iris.jsonl'), 'utf8').trim().split('\n').slice(2).join(',')}]`) as { iri: { file: string } }[];
    const modifiedAt = statSync(join(options.out, kept!.iri.file)).mtimeMs;
    await runIri(options);
    expect(options.printed.join('')).toContain('2 of them are finished already');
    expect(statSync(join(options.out, kept!.iri.file)).mtimeMs).toBe(modifiedAt);
    expect(manifestIn(options.out).iris).toHaveLength(names.length);
  });

  it('makes an image again whose file is gone', async () => {
    const options = setUp();
    await runIri(options);
    const { file } = manifestIn(options.out).iris[1]!.iri;
    rmSync(join(options.out, file));
    await runIri(options);
    expect(options.printed.join('')).toContain('3 of them are finished already');
    expect(statSync(join(options.out, file)).size).toBeGreaterThan(0);
  });

  it('proves a network that brings a proof before the first step, and refuses one that is prepared otherwise', async () => {
    const network = (name: string): string => join(root, `packages/network/src/proof/fixtures/${name}.onnx`);
    const proven = setUp({ network: network('right') });
    await runIri(proven);
    expect(proven.printed.join('')).toMatch(/✓ The representation is equal to \de-\d/);
    expect(manifestIn(proven.out).iris).toHaveLength(names.length);
    const mistaken = setUp({ network: network('bgr') });
    await expect(runIri(mistaken)).rejects.toMatchObject({ code: 'cli.network_refuted', message: expect.stringContaining('if channels are BGR, not RGB.') });
    expect(existsSync(join(mistaken.out, 'manifest.json'))).toBe(false);
  });

  it('keeps a broken image out and in the manifest', async () => {
    const options = setUp();
    writeFileSync(join(options.images, 'broken.png'), 'not an image');
    const { failed } = await runIri(options);
    expect(failed).toBe(1);
    expect(readFileSync(join(options.out, 'manifest.csv'), 'utf8')).toContain('broken.png,,failed,images.not_an_image');
    const { summary } = manifestIn(options.out);
    expect(summary.counts).toEqual({ accepted: 0, acceptedShare: 0, rejected: { distance_above_maximum: 4 }, failed: { 'images.not_an_image': 1 } });
    expect(summary.representationDistance).toMatchObject({ count: 4 });
    expect(summary.sameTopClass).toMatchObject({ count: 4 });
    expect(summary.curve!.points.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
  });
});

it('a process that is killed loses nothing that was finished', async () => {
  const { images, out, network } = setUp();
  const start = () => spawn(process.execPath, ['--import', 'tsx', join(root, 'apps/cli/src/main.ts'), 'iri', '--network', network, '--images', images, '--out', out, '--batch-size', '1', '--max-steps', '15', '--threads', '1'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const first = start();
  await vi.waitUntil(() => existsSync(join(out, 'iris.jsonl')) && readFileSync(join(out, 'iris.jsonl'), 'utf8').split('"kind":"generated"').length >= 3, { timeout: 250_000, interval: 5 });
  const killed = once(first, 'exit');
  first.kill('SIGKILL');
  await killed;
  const second = start();
  const printed = text(second.stdout);
  const [code] = await once(second, 'exit');
  expect(await printed).toMatch(/[23] of them are finished already/);
  expect(code).toBe(0);
  expect(manifestIn(out).iris).toHaveLength(names.length);
});
