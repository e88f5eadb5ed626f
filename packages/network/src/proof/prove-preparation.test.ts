import { readFileSync } from 'node:fs';
import { decodeImage, fitToNetwork } from '@lookalike/images';
import type { Preprocessing } from '@lookalike/preprocessing';
import { describe, expect, it } from 'vitest';
import { provePreparation, type PreparationVerdict } from '../index.ts';
import { provenNetwork } from '../testing/proven-network.ts';

const fixture = (name: string): ReturnType<typeof provenNetwork> => provenNetwork(readFileSync(new URL(`fixtures/${name}.onnx`, import.meta.url)));
const images = { decode: decodeImage, fit: fitToNetwork };
const { proof, preprocessing: { preprocessing: stated } } = fixture('right');
const prove = (preprocessing: Preprocessing): Promise<PreparationVerdict> => provePreparation(proof, preprocessing, images);

it('images that are prepared as PyTorch prepared them are equal to a fifth of a level', async () => {
  const verdict = await prove(stated);
  expect(verdict).toMatchObject({ isEqual: true, found: undefined });
  expect(verdict.meanLevels).toBeLessThan(0.2);
  expect(verdict.message).toMatch(/^Images are prepared as PyTorch 2\.\d+\.\d+ prepared them \(0\.\d+ of 255 levels apart on average\)\.$/);
});

it.each([
  ['bgr', 'if channels are BGR, not RGB.'],
  ['byte-range', 'if pixels are in [0,255], not [0,1] and mean and deviation are 0 and 1, not (0.4914, 0.4822, 0.4465) and (0.247, 0.2435, 0.2616).'],
  ['other-crop', 'if images are scaled to a shorter side of 32 px, then cut (bicubic), not scaled to a shorter side of 36 px, then cut (bicubic).'],
] as const)('a file whose author was mistaken (%s) is told what PyTorch did', async (name, difference) => {
  const network = fixture(name);
  const verdict = await provePreparation(network.proof, network.preprocessing.preprocessing, images);
  expect(verdict.isEqual).toBe(false);
  expect(verdict.message).toContain(difference);
  expect(verdict.found).toBeDefined();
  // What was found is the proof's own.
  expect(await provePreparation(network.proof, verdict.found!, images)).toMatchObject({ isEqual: true });
});

describe('whoever prepares images otherwise is told the difference', () => {
  it.each<[string, Partial<Preprocessing>, string]>([
    ['the order of channels', { channelOrder: 'BGR' }, 'channels are RGB, not BGR.'],
    ['the range', { range: '[0,255]' }, 'pixels are in [0,1], not [0,255].'],
    ['pixels as they are', { mean: [0, 0, 0], standardDeviation: [1, 1, 1] }, 'mean and deviation are (0.4914, 0.4822, 0.4465) and (0.247, 0.2435, 0.2616), not 0 and 1.'],
    ['another network’s mean', { mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225] }, 'mean and deviation are (0.4914, 0.4822, 0.4465)'],
    ['mean and deviation in the other order', { mean: stated.mean.toReversed(), standardDeviation: stated.standardDeviation.toReversed() }, 'mean and deviation are (0.4914, 0.4822, 0.4465)'],
    ['a stretch', { resize: { kind: 'stretch', interpolation: 'bicubic' } }, 'then cut (bicubic), not stretched (bicubic).'],
    ['a cut to the aspect', { resize: { kind: 'crop-to-aspect', interpolation: 'lanczos3' } }, 'a shorter side of 36 px, then cut (bicubic), not cut to the aspect'],
    ['the nearest kernel', { resize: { kind: 'shorter-side', shorterSidePx: 36, interpolation: 'lanczos3' } }, 'then cut (bicubic), not scaled to a shorter side of 36 px, then cut (lanczos3).'],
    ['a crop that is a pixel off', { resize: { kind: 'shorter-side', shorterSidePx: 37, interpolation: 'bicubic' } }, 'a shorter side of 36 px, then cut (bicubic), not scaled to a shorter side of 37 px'],
    ['several at once', { channelOrder: 'BGR', range: '[0,255]', mean: [103.939, 116.779, 123.68], standardDeviation: [1, 1, 1] }, 'channels are RGB, not BGR and pixels are in [0,1], not [0,255] and mean and deviation are (0.4914,'],
  ])('%s', async (_name, changes, difference) => {
    const verdict = await prove({ ...stated, ...changes });
    expect(verdict.isEqual).toBe(false);
    expect(verdict.message).toContain(difference);
  });
});

it('a mean and deviation that nobody else has are found as numbers', async () => {
  const own = { ...proof, images: proof.images.map((image) => ({ ...image, input: { ...image.input, scale: [0.01, 0.02, 0.03], offset: [-1, -2, 0.5] } })) };
  const { found } = await provePreparation(own, stated, images);
  expect(found?.range).toBe('[0,1]');
  [1, 2, -0.5].forEach((offset, channel) => {
    const scale = [0.01, 0.02, 0.03][channel]!;
    expect(found!.standardDeviation[channel]).toBeCloseTo(1 / (255 * scale), 2);
    expect(found!.mean[channel]).toBeCloseTo(offset / (255 * scale), 2);
  });
});

it('images of another size are none of the same network', async () => {
  const verdict = await prove({ ...stated, heightPx: 24, widthPx: 24, resize: { kind: 'stretch', interpolation: 'bicubic' } });
  expect(verdict.message).toContain('images have 32×32 px, not 24×24');
});

it('a preparation that Lookalike does not know is said to be one', async () => {
  const inverted = { ...proof, images: proof.images.map((image) => ({ ...image, input: { ...image.input, scale: image.input.scale.map((each) => -each) } })) };
  expect(await provePreparation(inverted, stated, images)).toMatchObject({ isEqual: false, found: undefined, message: expect.stringContaining('None of the ways that Lookalike knows') });
});
