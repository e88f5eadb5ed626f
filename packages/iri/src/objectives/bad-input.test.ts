import { checkIriConfiguration, defaultIriConfiguration, type IriConfiguration, type Objective } from '@lookalike/iri-configuration';
import { perceptualNetwork } from '@lookalike/perception';
import { createRandom } from '@lookalike/random';
import { openDevice } from '@lookalike/runtime';
import { describe, expect, it } from 'vitest';
import { generateIris } from '../index.ts';
import { otherTargets } from '../seed-images.ts';
import { tinyImage, tinyNetwork } from '../testing/tiny-network.ts';
import { tinyPerceptualFile } from '../testing/tiny-perceptual-network.ts';

const issuesOf = (changes: object): string[] => {
  const result = checkIriConfiguration({ ...defaultIriConfiguration(), ...changes });
  return 'issues' in result ? result.issues.map(({ code, path }) => `${code} ${path}`) : [];
};
const d = { kind: 'representation-distance', weight: 1 };

describe('a configuration with a faulty objective', () => {
  it('is refused with every contradiction at once', () => {
    expect(issuesOf({
      objective: { kind: 'weighted-sum', terms: [{ kind: 'l1', weight: 0 }, { kind: 'l1', weight: 1 }, { kind: 'perceptual-distance', distance: 'nlpd', to: 'seed', weight: { kind: 'calibrated', direction: 'away' } }] },
      layers: [{ layer: 'a', weight: 1 }, { layer: 'a', weight: 2 }],
      transforms: { kind: 'random', leastScale: 2 },
    })).toEqual(['/objective/terms', '/objective/terms/0/weight', '/objective/terms/1', '/objective/terms/2/weight', '/layers/1/layer', '/transforms/leastScale'].map((path) => `iri.contradiction ${path}`));
    expect(issuesOf({ objective: { kind: 'constrained', distance: 'nlpd', maximumRepresentationDistance: 0.5 } })).toEqual(['iri.contradiction /objective/maximumRepresentationDistance', 'iri.contradiction /optimiser/kind']);
  });

  it('is refused where λ is not finite, with the place in the list', () => {
    for (const weight of [Number.NaN, Infinity]) expect(issuesOf({ objective: { kind: 'weighted-sum', terms: [d, { kind: 'l6', weight }] } })).toEqual(['iri.wrong_type /objective/terms/1/weight']);
    expect(issuesOf({ objective: { kind: 'adversarial', distance: 'nlpd', weight: Number.NaN } })).toEqual(['iri.wrong_type /objective/weight']);
  });
});

const side = 12;
const device = await openDevice('onnxruntime-cpu', { threads: 1 });
const targets = ['a', 'b', 'c'].map((id) => ({ id, hash: id, pixels: tinyImage(id, side) }));
const weights = perceptualNetwork(tinyPerceptualFile(side));
const generate = (changes: Partial<IriConfiguration>, networks = [weights]) => generateIris({
  device, network: tinyNetwork({ side }), layer: 'pooled', targets, now: () => 0, perceptualNetworks: networks,
  configuration: { ...defaultIriConfiguration(), stopping: { maximumSteps: 1, targetDistance: 0 }, ...changes },
});
const adversarial = (sha256: string): Objective => ({ kind: 'adversarial', distance: { kind: 'network', name: weights.name, sha256 } });

describe('a generation', () => {
  it('is refused where the weights are missing or others', async () => {
    const refused = async (objective: Objective, networks = [weights]): Promise<unknown> => generate({ objective }, networks).catch((error: { details: unknown }) => error.details);
    expect(await refused(adversarial(weights.sha256), [])).toMatchObject({ issues: [{ code: 'iri.weights_missing', path: '/objective' }] });
    expect(await refused(adversarial('0'.repeat(64)))).toMatchObject({ issues: [{ code: 'iri.weights_differ', message: expect.stringContaining(weights.sha256) }] });
  });

  it('warns where LPIPS sees images under 64 px', async () => {
    const generation = await generate({ objective: adversarial(weights.sha256) });
    await generation.close();
    expect(generation.warnings).toContainEqual(expect.objectContaining({ code: 'iri.image_small_for_distance', message: expect.stringContaining('64 px') as string }));
  });

  it('from a given image needs that image', async () => {
    await expect(generate({ seedImage: { kind: 'image', sha256: '0'.repeat(64) } })).rejects.toMatchObject({ code: 'iri.seed_missing' });
  });
});

it('every image gets another one as its seed, equal images count as one, whatever the order', () => {
  const hashes = ['a', 'b', 'c', 'd', 'a'];
  const others = otherTargets(hashes, createRandom('x'));
  expect([...others.keys()].sort()).toEqual(['a', 'b', 'c', 'd']);
  expect([...others.values()].sort()).toEqual(['a', 'b', 'c', 'd']);
  for (const [hash, other] of others) expect(other).not.toBe(hash);
  expect(new Map([...otherTargets(hashes.toReversed(), createRandom('x'))].sort())).toEqual(new Map([...others].sort()));
});
