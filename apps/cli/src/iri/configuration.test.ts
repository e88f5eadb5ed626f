import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultIriConfiguration } from '@lookalike/iri-configuration';
import { describe, expect, it } from 'vitest';
import { configurationOf } from './configuration.ts';

function file(name: string, content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'configuration-')), name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('configurationOf', () => {
  it('is the default without flags', () => {
    expect(configurationOf({})).toEqual({ configuration: defaultIriConfiguration(), perceptualNetworks: [], seedImage: undefined });
  });

  it('puts the file over the default, and the flags over the file', () => {
    const path = file('all.json', { randomSeed: 'file', nullPairCount: 20, objective: { kind: 'weighted-sum', terms: [{ kind: 'l1', weight: 1 }] } });
    const { configuration } = configurationOf({ configuration: path, randomSeed: 'flag', objective: 'adversarial', perceptualDistance: 'nlpd', maximumSteps: 7 });
    expect(configuration).toMatchObject({ randomSeed: 'flag', nullPairCount: 20, objective: { kind: 'adversarial', distance: 'nlpd' }, stopping: { maximumSteps: 7 } });
  });

  it('takes an objective from a file', () => {
    const objective = { kind: 'constrained', distance: 'ms-ssim', maximumRepresentationDistance: 0.1 };
    expect(configurationOf({ objective: file('objective.json', objective) }).configuration).toMatchObject({ objective, optimiser: { kind: 'adam' } });
    const optimiser = { kind: 'normalised-gradient', stepSize: 1 };
    expect(configurationOf({ configuration: file('all.json', { objective, optimiser }) }).configuration).toMatchObject({ objective, optimiser });
  });

  it('tells an image from a kind of seed by its ending', () => {
    expect(configurationOf({ seedImage: 'black' })).toMatchObject({ configuration: { seedImage: { kind: 'black' } }, seedImage: undefined });
    expect(configurationOf({ seedImage: 'dir/grey.png' }).seedImage).toBe('dir/grey.png');
  });

  it('names every fault, and every file that it cannot read', () => {
    expect(() => configurationOf({ objective: 'adversarial', randomSeed: '' })).toThrow(expect.objectContaining({ code: 'cli.bad_configuration', message: expect.stringMatching(/distance[\s\S]*randomSeed/) }));
    expect(() => configurationOf({ objective: 'plaid' })).toThrow(expect.objectContaining({ code: 'cli.bad_configuration', message: expect.stringContaining('"regularizer-free"') }));
    expect(() => configurationOf({ objective: file('broken.json', '{') })).toThrow(expect.objectContaining({ code: 'cli.unreadable_file' }));
    expect(() => configurationOf({ objective: file('list.json', []) })).toThrow(expect.objectContaining({ code: 'cli.unreadable_file', message: expect.stringContaining('no JSON object') }));
    expect(() => configurationOf({ objective: 'adversarial', perceptualDistance: '/nowhere/lpips.onnx' })).toThrow(expect.objectContaining({ code: 'cli.unreadable_file' }));
  });
});
