import { describe, expect, it } from 'vitest';
import { channelsLast, dimsOf, isSamePlace, permuted, reshapedOrder, withoutAxes } from './order.ts';

const image = [8, 3, 4, 5];
const last = channelsLast(4);

describe('The order of axes', () => {
  it('puts channels last', () => {
    expect(dimsOf(image, last)).toEqual([8, 4, 5, 3]);
    expect(channelsLast(3)).toEqual([0, 2, 1]);
  });

  it('is the same for axes of size 1 wherever they lie', () => {
    expect(isSamePlace([8, 3, 1, 1], [0, 1, 2, 3], last)).toBe(true);
    expect(isSamePlace(image, [0, 1, 2, 3], last)).toBe(false);
  });

  it('follows a Transpose: one to channels last is then as the graph has it', () => {
    expect(permuted(last, [0, 2, 3, 1])).toEqual([0, 1, 2, 3]);
  });

  it('renumbers what is left when axes go', () => {
    expect(withoutAxes(last, [2, 3])).toEqual([0, 1]);
    expect(withoutAxes(last, [1])).toEqual([0, 1, 2]);
  });
});

describe('A Reshape', () => {
  it('moves nothing where rows and columns become positions', () => {
    expect(reshapedOrder(image, last, [8, 3, 20])).toEqual([0, 2, 1]);
  });

  it('moves nothing where an axis is opened, and keeps its parts together', () => {
    expect(reshapedOrder(image, last, [8, 3, 4, 5, 1])).toEqual([0, 2, 3, 4, 1]);
    expect(reshapedOrder([8, 6, 4, 5], last, [8, 2, 3, 4, 5])).toEqual([0, 3, 4, 1, 2]);
  });

  it('must move where axes that lie apart are merged', () => {
    expect(reshapedOrder(image, last, [8, 60])).toBeUndefined();
    expect(reshapedOrder(image, last, [24, 4, 5])).toBeUndefined();
  });

  it('moves nothing where the axes lie as the graph has them', () => {
    expect(reshapedOrder(image, [0, 1, 2, 3], [24, 20])).toEqual([0, 1]);
    expect(reshapedOrder([1, 6], [0, 1], [2, 3, 1])).toEqual([0, 1, 2]);
  });
});
