import { expect, it } from 'vitest';
import { channelsOf, checkPreprocessing, describePreprocessing, hashedConfiguration, preprocessingPresets } from './index.ts';

const size = { heightPx: 224, widthPx: 224 };
const [inside, imagenet] = preprocessingPresets(size).map(({ preprocessing }) => preprocessing);

it('accepts every preset at every size', () => {
  for (const each of [size, { heightPx: 32, widthPx: 32 }, { heightPx: 240, widthPx: 320 }, { heightPx: 1, widthPx: 1 }]) {
    for (const channels of [1, 3] as const) {
      for (const { id, preprocessing } of preprocessingPresets({ ...each, channels })) {
        expect(checkPreprocessing(preprocessing), id).toEqual({ preprocessing });
        expect(channelsOf(preprocessing)).toBe(channels);
      }
    }
  }
});

it('knows that torchvision scales to 256 before it cuts out 224', () => {
  expect(imagenet?.resize).toEqual({ kind: 'shorter-side', shorterSidePx: 256, interpolation: 'bilinear' });
});

it.each([
  ['nothing', undefined, ''],
  ['two means', { ...inside, mean: [0, 0] }, '/mean'],
  ['one mean of a colour network', { ...inside, mean: [0] }, '/mean'],
  ['three means of a grey network', { ...inside, channelOrder: 'grey' }, '/mean'],
  ['three deviations of a grey network', { ...inside, channelOrder: 'grey', mean: [0] }, '/standardDeviation'],
  ['a deviation of 0', { ...inside, standardDeviation: [1, 0, 1] }, '/standardDeviation/1'],
  ['a mean that is not a number', { ...inside, mean: [0, Number.NaN, 0] }, '/mean/1'],
  ['an unknown range', { ...inside, range: '[0,2]' }, '/range'],
  ['a field nobody knows', { ...inside, crop: true }, ''],
  ['a shorter side below the network’s size', { ...imagenet, resize: { kind: 'shorter-side', shorterSidePx: 223, interpolation: 'bilinear' } }, '/resize/shorterSidePx'],
])('refuses %s', (_name, value, path) => {
  const check = checkPreprocessing(value);
  expect('issues' in check && check.issues.map((issue) => [issue.path, issue.code])).toContainEqual([path, 'graph.bad_preprocessing']);
});

it('values of further inputs count for the hash of a configuration, which is what it was where there are none', () => {
  const configuration = { randomSeed: 'a' };
  expect(hashedConfiguration(configuration, inside!)).toEqual(configuration);
  expect(hashedConfiguration(configuration, { ...inside!, otherInputs: { step: 3 } })).toEqual({ randomSeed: 'a', otherInputs: { step: 3 } });
});

it('accepts vectors and further inputs, and says them', () => {
  const preprocessing = { ...inside!, flatOrder: 'HWC' as const, otherInputs: { mask: [1, 2, 3, 4, 5, 6, 7, 8, 9], step: 3 } };
  expect(checkPreprocessing(preprocessing)).toEqual({ preprocessing });
  expect(describePreprocessing(preprocessing)).toContain('as a flat vector in the order HWC; input mask = [1, 2, 3, 4, 5, 6, 7, 8, …]; input step = 3');
  expect(checkPreprocessing({ ...preprocessing, otherInputs: { mask: 'white' } })).toMatchObject({ issues: expect.arrayContaining([expect.objectContaining({ path: '/otherInputs/mask' })]) });
});
