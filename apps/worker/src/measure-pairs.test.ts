import { distanceNames } from '@lookalike/perception';
import { nearnessDistances } from '@lookalike/study/tasks/matching';
import { expect, it } from 'vitest';
import { measurePairs, type PairsRequest } from './measure-pairs.ts';

/** The difference of two images of one value; counts its calls. */
function difference() {
  const batchSizes: number[] = [];
  const run: PairsRequest['executable']['run'] = async ({ a, b }) => {
    batchSizes.push(a!.shape[0]!);
    expect(b!.shape).toEqual(a!.shape);
    return { distance: { type: 'float32', shape: [a!.data.length], data: Float32Array.from({ length: a!.data.length }, (_, i) => Math.abs(Number(a!.data[i]) - Number(b!.data[i]))) } };
  };
  return { batchSizes, run };
}

const images = (count: number): Float32Array[] => Array.from({ length: count }, (_, i) => Float32Array.of(i * i));
const request = { imageShape: [1, 1, 1], signal: new AbortController().signal, onProgress: () => undefined };

it('every pair is there once, row by row, over more than one batch', async () => {
  const { batchSizes, run } = difference();
  const progress: number[] = [];
  const values = await measurePairs({ ...request, executable: { run }, images: images(13), onProgress: ({ done, total }) => progress.push(done / total) });
  const expected = images(13).flatMap(([first], row) => images(13).slice(row + 1).map(([second]) => second! - first!));
  expect(Array.from(values)).toEqual(expected);
  expect(batchSizes).toEqual([64, 14]);
  expect(progress).toEqual([64 / 78, 1]);
});

it.each([0, 1])('%i images have no pairs', async (count) => {
  const { batchSizes, run } = difference();
  expect(await measurePairs({ ...request, executable: { run }, images: images(count) })).toHaveLength(0);
  expect(batchSizes).toEqual([]);
});

it('ends between two batches when it is told to', async () => {
  const { batchSizes, run } = difference();
  const stopping = new AbortController();
  await expect(measurePairs({ ...request, executable: { run }, images: images(20), signal: stopping.signal, onProgress: () => stopping.abort(new Error('stop')) })).rejects.toThrow('stop');
  expect(batchSizes).toEqual([64]);
});

it('the distances that a study can ask for are those that there are', () => {
  expect(nearnessDistances).toEqual(distanceNames);
});
