import { evaluate, makeTensor } from '@lookalike/graph';
import { nlpd } from '@lookalike/perception';
import { openDevice } from '@lookalike/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAuditor } from './audit.ts';
import type { Auditor } from './audit.ts';
import { fromBytes, toBytes } from './eight-bit.ts';
import type { NullDistribution } from './null-distribution.ts';
import { relativeDistance } from './relative-distance.ts';
import { representationGraph } from './step-graph.ts';
import { tinyImage, tinyNetwork } from './testing/tiny-network.ts';

const network = tinyNetwork();
const nullDistribution: NullDistribution = { count: 4, isComplete: true, seed: 's', mean: 0.5, probabilities: [], quantiles: [], values: [1e-6, 0.4, 0.5, 0.8] };
const gate = { maximumDistance: 0.2, maximumNullPercentile: 0.5 };
const pooled = (pixels: Float32Array, layer = 'pooled'): Float32Array =>
  Float32Array.from(evaluate({ ...network, outputs: [layer] }, new Map([['picture', makeTensor('float32', [1, 3, 4, 4], pixels)]])).get(layer)!.data as Float32Array);

const target = tinyImage('target');
const seedImage = toBytes(tinyImage('seed'));
const near = toBytes(target);
let auditor: Auditor;
beforeAll(async () => {
  const device = await openDevice('onnxruntime-cpu', { threads: 1 });
  auditor = await openAuditor({ device, network, cut: representationGraph(network, 'pooled'), nullDistribution, gate });
});
afterAll(() => auditor.close());
const auditOf = (image: Uint8Array, unroundedImage = fromBytes(image)) => auditor.audit({ image, seedImage, unroundedImage, target, targetRepresentation: pooled(target) });

it('measures d on the bytes of the file, the image before rounding, and the seed', async () => {
  const result = await auditOf(near, target);
  expect(result.representationDistance).toBeCloseTo(relativeDistance(pooled(fromBytes(near)), pooled(target)), 5);
  expect(result.representationDistance).toBeGreaterThan(1e-5);
  expect(result.unroundedDistance).toBeLessThan(1e-5);
  expect(result.seedDistance).toBeCloseTo(relativeDistance(pooled(fromBytes(seedImage)), pooled(target)), 5);
  expect(result).toMatchObject({ nullPercentile: 0.25, accepted: true });
  expect(result).not.toHaveProperty('rejectionReason');
});

it('judges the file, not the image before rounding', async () => {
  expect(await auditOf(toBytes(tinyImage('other')), target)).toMatchObject({ accepted: false, rejectionReason: 'distance_above_maximum' });
});

it('says which class scores highest for the target and for the file', async () => {
  const greatest = (pixels: Float32Array): number => { const scores = pooled(pixels, 'logits'); return scores.indexOf(Math.max(...scores)); };
  const classes = [near, ...[[255, 0, 0], [0, 255, 0], [0, 0, 255], [0, 0, 0]].map((colour) => Uint8Array.from({ length: 48 }, (_, i) => colour[Math.floor(i / 16)]!))].map((bytes) => ({ bytes, iri: greatest(fromBytes(bytes)) }));
  expect(new Set(classes.map(({ iri }) => iri)).size).toBeGreaterThan(1);
  for (const { bytes, iri } of classes) expect((await auditOf(bytes)).topClass).toEqual({ target: greatest(target), iri, isSame: iri === greatest(target) });
});

it('leaves the class out where the network ends at the representation', async () => {
  const device = await openDevice('onnxruntime-cpu', { threads: 1 });
  const cutNetwork = { ...network, outputs: ['pooled'] };
  const other = await openAuditor({ device, network: cutNetwork, cut: representationGraph(cutNetwork, 'pooled'), nullDistribution, gate });
  expect(await other.audit({ image: near, seedImage, unroundedImage: target, target, targetRepresentation: pooled(target) })).not.toHaveProperty('topClass');
  await other.close();
});

it('correlates file and target at the representation and at earlier layers', async () => {
  const { layerCorrelations } = await auditOf(near);
  expect(layerCorrelations[0]!.layer).toBe('pooled');
  expect(layerCorrelations.map(({ layer }) => layer)).toContain('rectified');
  for (const { pearson } of layerCorrelations) expect(pearson).toBeGreaterThan(0.999);
});

it('measures how far the file looks from target and seed, with the measures that images of the size can have', async () => {
  const { perceptualDistances } = await auditOf(near);
  // 4 px: too small for MS-SSIM.
  expect(perceptualDistances.map(({ measure }) => measure)).toEqual(['nlpd']);
  const between = (a: Float32Array, b: Float32Array): number =>
    evaluate(nlpd({ heightPx: 4, widthPx: 4 }), new Map([['a', makeTensor('float32', [1, 3, 4, 4], a)], ['b', makeTensor('float32', [1, 3, 4, 4], b)]])).get('distance')!.data[0] as number;
  expect(perceptualDistances[0]!.toTarget).toBeCloseTo(between(fromBytes(near), target), 5);
  expect(perceptualDistances[0]!.toSeed).toBeCloseTo(between(fromBytes(near), fromBytes(seedImage)), 5);
});
