import { evaluate, makeTensor } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import { openDevice } from '@lookalike/runtime';
import { expect, it } from 'vitest';
import { auditStimuli } from './audit-stimuli.ts';
import { relativeDistance } from './relative-distance.ts';
import { tinyImage, tinyNetwork } from './testing/tiny-network.ts';

const network = tinyNetwork();
const valuesOf = (pixels: Float32Array, layer: string): Float32Array =>
  Float32Array.from(evaluate({ ...network, outputs: [layer] }, new Map([['picture', makeTensor('float32', [1, 3, 4, 4], pixels)]])).get(layer)!.data as Float32Array);
const classOf = (pixels: Float32Array): number => {
  const scores = valuesOf(pixels, 'logits');
  return scores.indexOf(Math.max(...scores));
};
const targets = ['a', 'b', 'c'].map((name) => ({ hash: name, pixels: tinyImage(name), read: async () => tinyImage(name) }));
const audit = async (stimuli: readonly { id: string; target: (typeof targets)[number]; pixels: Float32Array }[], graph = network) =>
  auditStimuli({ device: await openDevice('onnxruntime-cpu', { threads: 1 }), network: graph, layer: 'pooled', stimuli: stimuli.map(({ pixels, ...stimulus }) => ({ ...stimulus, read: async () => pixels })), nullPairCount: 100, batchSize: 2, random: createRandom('test'), signal: new AbortController().signal });

it('measures d, its place among the targets, and the class of both', async () => {
  const images = ['x', 'y', 'z'].map((name) => tinyImage(name));
  const stimuli = [{ id: 'same', target: targets[0]!, pixels: targets[0]!.pixels }, ...images.map((pixels, i) => ({ id: `${i}`, target: targets[i]!, pixels }))];
  const { audits, nullDistribution } = await audit(stimuli);
  expect(nullDistribution).toMatchObject({ count: 6, isComplete: true });
  expect(audits.map(({ id }) => id)).toEqual(['same', '0', '1', '2']);
  expect(audits[0]).toMatchObject({ nullPercentile: 0, topClass: { target: classOf(targets[0]!.pixels), stimulus: classOf(targets[0]!.pixels) } });
  expect(audits[0]!.representationDistance).toBeCloseTo(0, 6);
  images.forEach((pixels, i) => {
    const d = relativeDistance(valuesOf(pixels, 'pooled'), valuesOf(targets[i]!.pixels, 'pooled'));
    const found = audits[i + 1]!;
    expect(found.representationDistance).toBeCloseTo(d, 5);
    expect(found.nullPercentile).toBeCloseTo(nullDistribution.values.filter((value) => value <= found.representationDistance).length / 6, 12);
    expect(found.topClass).toEqual({ target: classOf(targets[i]!.pixels), stimulus: classOf(pixels) });
  });
});

it('leaves the class out where the network ends at the representation', async () => {
  const { audits } = await audit(targets.map((target) => ({ id: target.hash, target, pixels: target.pixels })), { ...network, outputs: ['pooled'] });
  for (const found of audits) expect(found).not.toHaveProperty('topClass');
});

it('one target alone has no null distribution', async () => {
  await expect(audit([{ id: 'a', target: targets[0]!, pixels: tinyImage('x') }])).rejects.toMatchObject({ code: 'iri.too_few_images' });
});
