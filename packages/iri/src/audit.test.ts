import { expect, it } from 'vitest';
import { audit } from './audit.ts';
import type { NullDistribution } from './null-distribution.ts';
import type { Represent } from './represent.ts';

/** The representation of an image is the image itself. */
const represent: Represent = async (images) => images.map((image) => Float32Array.from(image));
const nullDistribution: NullDistribution = { count: 4, isComplete: true, seed: 's', mean: 0.5, probabilities: [], quantiles: [], values: [0.3, 0.4, 0.5, 0.8] };
const target = Float32Array.of(0.6, 0.8);
const gate = { maximumDistance: 0.2, maximumNullPercentile: 0 };

it('measures d on the bytes of the file, the image before rounding, and the seed', async () => {
  const result = await audit({ image: Uint8Array.of(153, 204), unroundedImage: Float32Array.of(0.6, 0.9), seedImage: Uint8Array.of(0, 0), targetRepresentation: target, represent, nullDistribution, gate });
  expect(result.representationDistance).toBeCloseTo(0, 6);
  expect(result.unroundedDistance).toBeCloseTo(0.1, 6);
  expect(result.seedDistance).toBeCloseTo(1, 6);
  expect(result).toMatchObject({ nullPercentile: 0, accepted: true });
  expect(result).not.toHaveProperty('rejectionReason');
});

it('judges the file, not the image before rounding', async () => {
  const result = await audit({ image: Uint8Array.of(0, 204), unroundedImage: target, seedImage: Uint8Array.of(0, 0), targetRepresentation: target, represent, nullDistribution, gate });
  expect(result.representationDistance).toBeCloseTo(0.6, 6);
  expect(result).toMatchObject({ nullPercentile: 0.75, accepted: false, rejectionReason: 'distance_above_maximum' });
});
