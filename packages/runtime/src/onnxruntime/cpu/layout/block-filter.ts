import { elementCount, sharedFloats } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';

/** The next multiple of the block. */
export function wholeBlocks(channels: number, block: number): number {
  return Math.ceil(channels / block) * block;
}

/**
 * A convolution's weights [K, C, kh, kw] as the blocked layout wants them, in the order [K / block, C / block, kh, kw, block of C, block
 * of K]; filters and channels that are missing from the last block are 0. With groups, K / groups and C are multiples of the block.
 */
export function blockFilter({ shape, data }: Tensor, block: number): Tensor {
  const [filters, channels, height, width] = shape as readonly [number, number, number, number];
  const [allFilters, allChannels, taps] = [wholeBlocks(filters, block), wholeBlocks(channels, block), height * width];
  const blocked = sharedFloats(allFilters * allChannels * taps);
  const between = channels * taps;
  let to = 0;
  for (let filter = 0; filter < allFilters; filter += block) {
    const lastFilter = Math.min(filter + block, filters);
    for (let channel = 0; channel < allChannels; channel += block) {
      for (let tap = 0; tap < taps; tap++) {
        for (let c = channel; c < channel + block; c++, to += block) {
          if (c >= channels) continue;
          for (let k = filter, from = filter * between + c * taps + tap, at = to; k < lastFilter; k++, from += between, at++) blocked[at] = data[from] as number;
        }
      }
    }
  }
  return { type: 'float32', shape: [allFilters, allChannels, height, width], data: blocked };
}

/**
 * The weights [K, C, kh, kw] of a convolution whose input is not in blocks, or of a depthwise one (C = 1), in the order
 * [K / block, C, kh, kw, block of K].
 */
export function blockFiltersOnly({ shape, data }: Tensor, block: number): Tensor {
  const [filters, ...inner] = shape as readonly [number, ...number[]];
  const size = elementCount(inner);
  const blocked = sharedFloats(wholeBlocks(filters, block) * size);
  for (let filter = 0; filter < filters; filter++) {
    const first = (filter - filter % block) * size + filter % block;
    for (let i = 0; i < size; i++) blocked[first + i * block] = data[filter * size + i] as number;
  }
  return { type: 'float32', shape: [wholeBlocks(filters, block), ...inner], data: blocked };
}
