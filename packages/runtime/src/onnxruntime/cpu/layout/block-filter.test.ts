import { describe, expect, it } from 'vitest';
import { makeTensor } from '@lookalike/graph';
import { blockFilter, blockFiltersOnly } from './block-filter.ts';

/** Every weight says where it is: 1000 · filter + 10 · channel + tap. */
function weights(filters: number, channels: number, [height, width]: readonly [number, number]): ReturnType<typeof makeTensor> {
  const taps = height * width;
  return makeTensor('float32', [filters, channels, height, width], Array.from({ length: filters * channels * taps }, (_, i) => 1000 * Math.floor(i / (channels * taps)) + 10 * (Math.floor(i / taps) % channels) + i % taps));
}

describe('blockFilter', () => {
  it('puts the filters of a block side by side, under its channels, under the taps', () => {
    const { shape, data } = blockFilter(weights(4, 4, [1, 3]), 2);
    expect(shape).toEqual([4, 4, 1, 3]);
    expect([...data].slice(0, 8)).toEqual([0, 1000, 10, 1010, 1, 1001, 11, 1011]);
    // The second block of channels comes behind the first's three taps, the second of filters behind both of channels.
    expect([...data].slice(12, 14)).toEqual([20, 1020]);
    expect([...data].slice(24, 26)).toEqual([2000, 3000]);
  });

  it('fills up blocks with zeros', () => {
    const { shape, data } = blockFilter(weights(3, 3, [1, 1]), 2);
    expect(shape).toEqual([4, 4, 1, 1]);
    expect([...data]).toEqual([0, 1000, 10, 1010, 20, 1020, 0, 0, 2000, 0, 2010, 0, 2020, 0, 0, 0]);
  });
});

describe('blockFiltersOnly', () => {
  it('puts the filters of a block side by side, and leaves the rest as it was', () => {
    const { shape, data } = blockFiltersOnly(weights(3, 2, [1, 2]), 2);
    expect(shape).toEqual([4, 2, 1, 2]);
    expect([...data]).toEqual([0, 1000, 1, 1001, 10, 1010, 11, 1011, 2000, 0, 2001, 0, 2010, 0, 2011, 0]);
  });
});
